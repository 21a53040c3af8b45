// SPDX-License-Identifier: Apache-2.0
// A person's yes before an operation: asked, the risk shown term by term, answered within its limit.
// One for each request; void when the request goes, the risk rises, or time runs out.
import { createHash } from 'node:crypto';
import type { Person } from '../../core/canonical/approval.ts';
import { isPerson } from '../../core/canonical/approval.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import { canonicalJson } from '../../core/canonical/json.ts';
import { checkInteger, checkText } from '../../core/model/check.ts';
import { placeOf } from '../../core/model/device.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { CONFIRMATION_LIMIT_S } from '../../core/model/safety-requirements.ts';
import type { Confirmation } from '../../core/requirement/input.ts';
import { type Level, levelOf } from '../../core/risk/level.ts';
import { InterfaceRefusedError } from './errors.ts';
import { cleared, type Demand, type People } from './people.ts';

export const OPEN_MAX = 256;
export const OPEN_PER_REQUESTER_MAX = 8;
const TERMS_MAX = 64;
const TERM_MAX = 512;
/** Sessions to which one can be shown; further ones are refused. */
const SHOWN_MAX = 64;

/** What is asked. */
export interface Question {
  readonly about: Digest;
  readonly device: number;
  /** The person or service that wants it. */
  readonly requester: string;
  /** What the operation is, in words. */
  readonly summary: string;
  readonly risk: Level;
  /** Why it is that, one line a term (core's explainRisk). */
  readonly terms: readonly string[];
  /** What the request and the device ask of whoever answers. */
  readonly demand: Demand;
  /** {unit s; range 1..300} */
  readonly limitS: number;
}

/** What a session was shown. An answer names it by its digest. */
export interface Disclosure extends Question {
  readonly id: string;
  readonly digest: Digest;
  /** {unit ms, of the boot clock} */
  readonly expiry: number;
}

interface Asked {
  readonly disclosure: Disclosure;
  /** Sessions to which it was shown. */
  readonly shown: Set<string>;
  /** Somebody's yes, and by which principal: who that is may change before it is used. */
  answer: { readonly at: number; readonly person: string; readonly principal: string } | null;
}

/** Who answers: the principal, and whom it is taken for now. */
export interface Answering {
  readonly principal: string;
  readonly person: Person | undefined;
}

export interface Answered {
  readonly outcome: 'CONFIRMED' | 'REFUSED';
  readonly disclosure: Disclosure;
  readonly person: string;
}

export class Confirmations {
  /** By id. */
  readonly #asked = new Map<string, Asked>();

  /**
   * Asks; the same request at the same or a lower risk goes on as it is. At a higher one, or with
   * other terms, what was shown and answered is void, and it is asked anew under @id.
   */
  ask(question: Question, id: string, now: number): Disclosure {
    checkQuestion(question);
    this.expire(now);
    const before = this.#about(question.about);
    if (before !== undefined && sameQuestion(before.disclosure, question)) {
      return before.disclosure;
    }
    const others = [...this.#asked.values()].filter((one) => one !== before);
    const own = others.filter(({ disclosure }) => disclosure.requester === question.requester);
    if (others.length >= OPEN_MAX || own.length >= OPEN_PER_REQUESTER_MAX) {
      throw new InterfaceRefusedError('TOO_MANY', `confirmations for ${question.requester}`);
    }
    if (before !== undefined) {
      this.#asked.delete(before.disclosure.id);
    }
    const { about, device, requester, summary, risk, demand, limitS } = question;
    const terms = [...question.terms];
    const digest = createHash('sha256')
      .update(`dsmil/disclosure/v1\0${canonicalJson({ about, risk, summary, terms, id })}`)
      .digest('hex');
    const expiry = now + limitS * 1_000;
    const disclosure: Disclosure = {
      about,
      device,
      requester,
      summary,
      risk,
      terms,
      demand: { ...demand, compartments: [...demand.compartments] },
      limitS,
      id,
      digest,
      expiry,
    };
    this.#asked.set(id, { disclosure, shown: new Set(), answer: null });
    return disclosure;
  }

  /** What @person, in @session, is to see. Only then may the session answer. */
  show(id: string, session: string, person: Person | undefined, now: number): Disclosure {
    const asked = this.#valid(id, now);
    checkCleared(person, asked.disclosure);
    if (!asked.shown.has(session) && asked.shown.size >= SHOWN_MAX) {
      throw new InterfaceRefusedError('TOO_MANY', `sessions that see ${id}`);
    }
    asked.shown.add(session);
    return asked.disclosure;
  }

  /** @seen is the digest of the disclosure that the session showed. */
  answer(
    id: string,
    session: string,
    { principal, person }: Answering,
    seen: Digest,
    yes: boolean,
    now: number,
  ): Answered {
    const asked = this.#valid(id, now);
    checkCleared(person, asked.disclosure);
    if (!asked.shown.has(session) || seen !== asked.disclosure.digest) {
      throw new InterfaceRefusedError('NOT_SHOWN', id);
    }
    const { disclosure } = asked;
    if (yes) {
      asked.answer = { at: now, person: person.person, principal };
      return { outcome: 'CONFIRMED', disclosure, person: person.person };
    }
    // One no is enough, whoever said yes before.
    this.#asked.delete(id);
    return { outcome: 'REFUSED', disclosure, person: person.person };
  }

  /**
   * The yes for @about that plan() judges; undefined without one that holds: in time, and by somebody
   * who is the same person still, and may answer it.
   */
  given(about: Digest, now: number, identify: People['identify']): Confirmation | undefined {
    const asked = this.#about(about);
    if (asked === undefined || asked.answer === null || this.#expired(asked, now)) {
      return undefined;
    }
    const { answer, disclosure } = asked;
    const known = identify(answer.principal);
    const stands =
      isPerson(known) && known.person === answer.person && cleared(known, disclosure.demand);
    return stands ? { about, risk: disclosure.risk, disclosed: true, at: answer.at } : undefined;
  }

  /** The risk of the request is @risk now: what was asked or said at a lower one is void. */
  reassessed(about: Digest, risk: Level): Disclosure | undefined {
    const asked = this.#about(about);
    return asked !== undefined && risk > asked.disclosure.risk ? this.#remove(asked) : undefined;
  }

  /** The request is gone, done, or another one now. */
  withdraw(about: Digest): Disclosure | undefined {
    const asked = this.#about(about);
    return asked === undefined ? undefined : this.#remove(asked);
  }

  open(): readonly Disclosure[] {
    return [...this.#asked.values()]
      .filter(({ answer }) => answer === null)
      .map(({ disclosure }) => disclosure);
  }

  /** Takes away what has expired, and answers with it. */
  expire(now: number): readonly Disclosure[] {
    const gone = [...this.#asked.values()].filter((asked) => this.#expired(asked, now));
    return gone.map((asked) => this.#remove(asked));
  }

  #about(about: Digest): Asked | undefined {
    return [...this.#asked.values()].find(({ disclosure }) => disclosure.about === about);
  }

  #valid(id: string, now: number): Asked {
    const asked = this.#asked.get(id);
    if (asked === undefined || this.#expired(asked, now)) {
      throw new InterfaceRefusedError('UNKNOWN_CONFIRMATION', id);
    }
    return asked;
  }

  #remove({ disclosure }: Asked): Disclosure {
    this.#asked.delete(disclosure.id);
    return disclosure;
  }

  /** Asked this way round, a clock that reads NaN has expired everything. */
  #expired({ disclosure }: Asked, now: number): boolean {
    return !(disclosure.expiry > now);
  }
}

function checkQuestion({ about, device, requester, summary, risk, terms, limitS }: Question): void {
  if (!/^[0-9a-f]{64}$/.test(about)) {
    throw new InvalidArgumentError('about', about, '64 lower-case hexadecimal digits');
  }
  placeOf(device);
  checkText(requester, 'requester', 1, 128);
  checkText(summary, 'summary', 1, TERM_MAX);
  levelOf(risk, 'risk');
  if (terms.length === 0 || terms.length > TERMS_MAX) {
    throw new InvalidArgumentError('terms', terms, `a list of 1..${TERMS_MAX}`);
  }
  for (const [index, term] of terms.entries()) {
    checkText(term, `terms[${index}]`, 1, TERM_MAX);
  }
  checkInteger(limitS, 'limit_s', 1, CONFIRMATION_LIMIT_S, 's');
}

/** What was shown still says all of it: not less risk than there is, and not more time. */
function sameQuestion(before: Disclosure, now: Question): boolean {
  return (
    now.risk <= before.risk &&
    now.device === before.device &&
    now.requester === before.requester &&
    now.summary === before.summary &&
    now.limitS === before.limitS &&
    (now.risk < before.risk || JSON.stringify(now.terms) === JSON.stringify(before.terms)) &&
    JSON.stringify(now.demand) === JSON.stringify(before.demand)
  );
}

function checkCleared(person: Person | undefined, { demand, id }: Disclosure): asserts person {
  if (!isPerson(person)) {
    throw new InterfaceRefusedError('NOT_A_PERSON', id);
  }
  if (!cleared(person, demand)) {
    throw new InterfaceRefusedError('NOT_CLEARED', id);
  }
}
