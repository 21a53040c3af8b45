// SPDX-License-Identifier: Apache-2.0
// Where persons, keys and policy change: bootstrap once, then what two persons have signed. One after
// the other: announced in the audit log, with the hash that it will have; durable in storage; said by
// the log to be in force; and only then in force. What fails before it is stored has changed nothing.
import { Buffer } from 'node:buffer';
import type { Approval } from '../../../core/canonical/approval.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../../core/canonical/json.ts';
import { Severity } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { CharterHead } from '../../../core/ports/charter-mark.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { ChangeRefusedError, CharterTamperedError, UncertainWriteError } from '../errors.ts';
import type { Keeper } from '../memory/keeper.ts';
import type { SecurityMemory } from '../memory/memory.ts';
import { listOf } from '../policy/shape.ts';
import type { Happening, Recorder } from '../recorder.ts';
import { type Change, newPersonOf } from './change.ts';
import { type Charter, foundedBy } from './charter.ts';
import { isComplete, type Proposal, Proposals } from './proposals.ts';
import { enact, replay } from './replay.ts';
import { type Revision, type RevisionRow, revisionRow, statementDigest } from './revision.ts';

export interface OfficeOptions {
  readonly memory: SecurityMemory;
  readonly keeper: Keeper;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** @count random bytes, not to be guessed. */
  readonly random: (count: number) => Uint8Array;
  /** What is changed here is gone with the process: the audit log keeps no chain of it. */
  readonly provisional: boolean;
  /** What is stored of the charter, the first one first. Rejects when it cannot be read. */
  readonly stored: () => Promise<readonly RevisionRow[]>;
  /** What is stored is not what is in force: nothing but a stop is allowed from here. */
  readonly untrusted: (error: CharterTamperedError) => void;
  /** A change was stored or was not, and only a restart can tell: nothing goes on from here. */
  readonly uncertain: (error: Error) => void;
  /** Failures that nobody waits for. */
  readonly fault: (error: Error) => void;
  /** The charter is another one now. */
  readonly enacted: (change: Change | null) => void;
}

/** What became of an approval. */
export interface Approved {
  readonly proposal: Proposal;
  /** The revision that it made; null while it takes another person. */
  readonly revision: number | null;
}

interface Unsaid {
  readonly base: CharterHead;
  readonly said: Omit<Happening, 'kind'>;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class CharterOffice {
  readonly #options: OfficeOptions;
  readonly #proposals = new Proposals();
  /** What is being applied; the next one waits for its end. */
  #busy: Promise<unknown> = Promise.resolve();
  /** Nobody knows which revision is stored: what is in memory is no base for another. */
  #unknown: UncertainWriteError | null = null;
  /** Of a change that was not stored, and of which the log could not be told so. */
  #unsaid: Unsaid | null = null;
  #saying = false;

  constructor(options: OfficeOptions) {
    this.#options = options;
  }

  /**
   * Enrols the first two persons, each `{person, clearance, compartments, key}` with a key that has
   * signed for itself. Once; after that everything takes two of those who are enrolled.
   */
  bootstrap(documents: readonly Json[]): Promise<void> {
    return this.#exclusively(async () => {
      const base = this.#changeable();
      const [first, second] = listOf(documents, 'bootstrap', 2, 2, newPersonOf);
      if (first === undefined || second === undefined) {
        throw new InvalidArgumentError('bootstrap', documents, 'exactly two persons');
      }
      foundedBy(base, [first, second]);
      const persons = [first, second].map(({ person }) => person);
      await this.#enact(
        { role: 'BOOTSTRAP', statement: { founders: [...documents] }, approvals: [] },
        'bootstrap',
        { change: 'bootstrap', persons, revision: base.revision + 1 },
      );
    });
  }

  /** Proposes a change. It takes approvals of two persons, of whom the proposer may be one. */
  propose(proposer: string, document: Json): Proposal {
    const { memory, recorder, random } = this.#options;
    const nonce = hex(random(16));
    const now = memory.time.now();
    const proposal = this.#proposals.propose(this.#changeable(), proposer, document, nonce, now);
    recorder.tell(this.#happening('change.proposed', proposer, proposal));
    return proposal;
  }

  /** Proposals that can still be applied. */
  open(): readonly Proposal[] {
    this.expire();
    return this.#proposals.list();
  }

  /** Adds a signature over the proposal's digest; the second person's applies it. */
  approve(id: string, approval: Approval): Promise<Approved> {
    return this.#exclusively(async () => {
      const { memory, recorder } = this.#options;
      const now = memory.time.now();
      const decided = this.#proposals.approve(this.#changeable(), id, approval, now);
      const { proposal } = decided;
      const person = memory.charter.keys.get(approval.keyId)?.person ?? '';
      recorder.tell(this.#happening('change.approved', person, proposal));
      if (!decided.complete) {
        return { proposal, revision: null };
      }
      // Whatever becomes of it now, it is not applied a second time.
      this.#proposals.remove(id);
      return { proposal, revision: await this.#apply(proposal) };
    });
  }

  /** @proposer takes back a proposal of their own. */
  retract(id: string, proposer: string): void {
    const { memory, recorder } = this.#options;
    const proposal = this.#proposals.valid(memory.charter, id, memory.time.now());
    if (proposal.proposer !== proposer) {
      throw new ChangeRefusedError('NOT_PROPOSER', proposer);
    }
    this.#proposals.remove(id);
    recorder.tell(this.#happening('change.retracted', proposer, proposal));
  }

  /** Takes away what has expired, and says so; and says what it could not say before. */
  expire(): void {
    const { memory, recorder } = this.#options;
    this.#sayUnsaid();
    for (const proposal of this.#proposals.expire(memory.charter, memory.time.now())) {
      recorder.tell(this.#happening('change.expired', proposal.proposer, proposal));
    }
  }

  /**
   * Reads what is stored again, every signature checked. Rejects with CharterTamperedError when that is not
   * what is in force, and with what storage does when it cannot be read; then nothing has changed.
   */
  reload(): Promise<void> {
    return this.#exclusively(async () => {
      const { memory, provisional, stored, untrusted } = this.#options;
      const { charter } = memory;
      if (provisional) {
        return;
      }
      const rows = await stored();
      try {
        const { revision, hash } = replay(rows);
        if (revision !== charter.revision || hash !== charter.hash) {
          const problem = `it is not the revision ${charter.revision} that is in force`;
          throw new CharterTamperedError('REPLACED', revision, problem);
        }
      } catch (error) {
        if (error instanceof CharterTamperedError) {
          untrusted(error);
        }
        throw error;
      }
    });
  }

  #changeable(): Charter {
    if (this.#unknown !== null) {
      throw this.#unknown;
    }
    return this.#options.memory.changeable();
  }

  #lose(error: UncertainWriteError): void {
    this.#unknown = error;
    this.#options.uncertain(error);
  }

  async #apply(proposal: Proposal): Promise<number> {
    const { memory } = this.#options;
    const { charter } = memory;
    if (proposal.base !== charter.revision || !isComplete(charter, proposal)) {
      throw new ChangeRefusedError('STALE_REVISION', proposal.id);
    }
    const { expiry, role, statement } = proposal;
    const approvals = [...proposal.approvals].map(([person, { keyId, signature }]) => ({
      keyId,
      person,
      role,
      signature: Buffer.from(signature).toString('hex'),
      expiry,
    }));
    const { details } = this.#happening('', proposal.proposer, proposal);
    const revision = charter.revision + 1;
    await this.#enact({ role, statement: { ...statement }, approvals }, proposal.proposer, {
      ...details,
      revision,
    });
    this.expire();
    return revision;
  }

  async #enact(
    { role, statement: given, approvals }: Pick<Revision, 'role' | 'statement' | 'approvals'>,
    proposer: string,
    details: Happening['details'],
  ): Promise<void> {
    const { memory, keeper, recorder, clock } = this.#options;
    const base = memory.charter;
    // As it is stored: what was signed is its canonical form.
    const statement = parseCanonicalJson(canonicalJson(given));
    const row = revisionRow({
      revision: base.revision + 1,
      previous: base.hash,
      role,
      statement,
      digest: statementDigest(role, statement),
      approvals,
      at: Math.floor(clock.wall()),
      trackTime: memory.time.now(),
    });
    const { charter, change } = enact(base, row);
    const said = { severity: Severity.WARNING, actor: proposer, device: null, details };
    try {
      await this.#announce({ kind: 'change.intent', ...said }, base, charter);
    } catch (error) {
      // One of the log's homes may have it: whoever has the signatures must not be able to use it later.
      await this.#withdraw(base, said);
      throw error;
    }
    this.#unsaid = null;
    try {
      await keeper.commit(row);
    } catch (error) {
      if (error instanceof UncertainWriteError) {
        this.#lose(error);
      } else {
        await this.#withdraw(base, said);
      }
      throw error;
    }
    await this.#settle(charter, said);
    this.#putInForce(charter, change);
    recorder.tell({ kind: 'change.applied', ...said });
  }

  #announce(happening: Happening, base: CharterHead, head: CharterHead): Promise<void> {
    const { provisional, recorder } = this.#options;
    const mark = { step: 'intent', head: headOf(head), base: headOf(base) } as const;
    return recorder.intend(happening, provisional ? undefined : mark);
  }

  /** It is stored: from here on it is in force after a restart, or nobody knows. */
  async #settle(head: CharterHead, said: Omit<Happening, 'kind'>): Promise<void> {
    const { provisional, recorder } = this.#options;
    if (provisional) {
      return;
    }
    try {
      const mark = { step: 'in_force', head: headOf(head) } as const;
      await recorder.mark({ kind: 'change.in-force', ...said }, mark);
    } catch (error) {
      const unknown = new UncertainWriteError(error);
      this.#lose(unknown);
      throw unknown;
    }
  }

  /** It is not stored: what two persons signed for it is good for nothing any more. */
  async #withdraw(base: CharterHead, said: Omit<Happening, 'kind'>): Promise<void> {
    const { provisional, recorder, fault } = this.#options;
    if (provisional) {
      return;
    }
    try {
      const mark = { step: 'in_force', head: headOf(base) } as const;
      await recorder.mark({ kind: 'change.failed', ...said }, mark);
      this.#unsaid = null;
    } catch (error) {
      // A start says so too, and the caller is told of what failed first; of the tries after it nobody is.
      if (this.#unsaid === null) {
        fault(error instanceof Error ? error : new Error(String(error)));
      }
      this.#unsaid = { base, said };
    }
  }

  /** After whatever is under way, and only if that has not made it needless. */
  #sayUnsaid(): void {
    if (this.#unsaid === null || this.#saying) {
      return;
    }
    this.#saying = true;
    this.#exclusively(async () => {
      if (this.#unsaid !== null && this.#unknown === null) {
        await this.#withdraw(this.#unsaid.base, this.#unsaid.said);
      }
    })
      .catch(this.#options.fault)
      .finally(() => {
        this.#saying = false;
      });
  }

  #putInForce(charter: Charter, change: Change | null): void {
    const { memory, keeper, enacted } = this.#options;
    const histories = [...memory.engine.stored()].map(([key]) => key);
    memory.enact(charter);
    // What another rule has seen is of no use any more.
    for (const key of histories.filter((one) => memory.engine.historyAt(one) === undefined)) {
      keeper.touch('history', key);
    }
    enacted(change);
  }

  #happening(kind: string, actor: string, proposal: Proposal): Happening {
    const { id, digest, role, base, approvals, change } = proposal;
    const details = {
      proposal: id,
      change: change.change,
      role,
      digest,
      base_revision: base,
      approved_by: [...approvals].map(([person, { keyId }]) => `${person} (${keyId})`),
    };
    return { kind, severity: Severity.INFO, actor, device: null, details };
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    // The next one goes on whatever became of this one; its caller is told.
    this.#busy = done.catch(() => undefined);
    return done;
  }
}

function headOf({ revision, hash }: CharterHead): CharterHead {
  return { revision, hash };
}
