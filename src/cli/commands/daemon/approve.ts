// SPDX-License-Identifier: Apache-2.0
// dsmilctl approve and confirm: shows exactly what a yes would mean, and gives it.
import type { WireConfirmation, WireOffer } from '../../../api/local/wire/answers.ts';
import { decisionFrom } from '../../../api/local/wire/decisions.ts';
import { decisionDigest } from '../../../core/canonical/approval.ts';
import { ApprovalRole } from '../../../core/canonical/signature.ts';
import type { Context } from '../../context.ts';
import { ExitCode, Failure } from '../../failure.ts';
import { agreed } from '../../local/ask.ts';
import {
  type DaemonOptions,
  type DaemonSession,
  signingKey,
  withDaemon,
} from '../../local/daemon.ts';
import {
  renderConfirmation,
  renderConfirmations,
  renderOffer,
  renderOffers,
} from '../../views/daemon/asked.ts';

export interface AnswerOptions extends DaemonOptions {
  readonly yes?: boolean;
  readonly no?: boolean;
  readonly deny?: boolean;
}

/** The one whose id begins with @prefix. */
export function only<T>(
  things: readonly T[],
  prefix: string,
  idOf: (thing: T) => string,
  what: string,
  list: string,
): T {
  const found = things.filter((thing) => idOf(thing).startsWith(prefix));
  const [first] = found;
  if (first === undefined || found.length > 1) {
    const why = found.length > 1 ? 'more than one begins so' : 'there is none that you may see';
    throw new Failure(ExitCode.USAGE, `${what} ${prefix}: ${why}`, [`Those there are: ${list}`]);
  }
  return first;
}

async function approveOne(
  context: Context,
  options: AnswerOptions,
  session: DaemonSession,
  offer: WireOffer,
): Promise<ExitCode> {
  const { terminal } = context;
  const { client } = session;
  if (options.deny === true) {
    await client.call('offers.deny', { offer: offer.offer });
    said(context, 'denied', offer.offer);
    return ExitCode.OK;
  }
  const key = signingKey(session);
  // Over what arrived and is shown, not over a digest that somebody put beside it.
  const digest = decisionDigest(decisionFrom(offer.decision));
  if (digest !== offer.digest) {
    throw new Failure(
      ExitCode.FAILED,
      'the daemon shows one thing and wants a signature over another: nothing was signed',
      ['Do not approve anything on this host before that is explained.'],
    );
  }
  if (!context.json) {
    terminal.lines(renderOffer(offer, terminal.columns, terminal.style));
  }
  if (!(await agreed(context, 'Approve it?', options.yes === true))) {
    terminal.note('Nothing was signed. To refuse it for good: --deny');
    return ExitCode.REFUSED;
  }
  const signature = key.sign(digest, ApprovalRole.OPERATION);
  await client.call('offers.approve', { offer: offer.offer, key_id: key.keyId, signature });
  said(context, 'approved', offer.offer);
  return ExitCode.OK;
}

function said(context: Context, what: string, id: string): void {
  if (context.json) {
    context.terminal.json({ [what]: id });
  } else {
    context.terminal.line(`${context.terminal.style.glyphs.ok} ${what}`);
  }
}

export async function approve(
  context: Context,
  options: AnswerOptions,
  [id]: string[],
): Promise<ExitCode> {
  const { terminal } = context;
  return await withDaemon(context, options, async (session) => {
    const offers = (await session.client.call('offers.list', {})) as unknown as WireOffer[];
    if (id !== undefined) {
      const offer = only(offers, id, (one) => one.offer, 'offer', 'dsmilctl approve');
      return await approveOne(context, options, session, offer);
    }
    if (context.json) {
      terminal.json({ offers });
    } else {
      terminal.lines(renderOffers(offers, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}

async function confirmOne(
  context: Context,
  options: AnswerOptions,
  { client }: DaemonSession,
  id: string,
): Promise<ExitCode> {
  const { terminal } = context;
  const shown = (await client.call('confirmations.show', { id })) as unknown as WireConfirmation;
  if (!context.json) {
    terminal.lines(renderConfirmation(shown, terminal.columns, terminal.style));
  }
  const yes = options.no !== true && (await agreed(context, 'Do it?', options.yes === true));
  if (!yes && options.no !== true) {
    terminal.note('Nothing was answered. To refuse it for good: --no');
    return ExitCode.REFUSED;
  }
  await client.call('confirmations.answer', { id, seen: shown.digest, yes });
  said(context, yes ? 'confirmed' : 'refused', id);
  return yes ? ExitCode.OK : ExitCode.REFUSED;
}

export async function confirm(
  context: Context,
  options: AnswerOptions,
  [id]: string[],
): Promise<ExitCode> {
  const { terminal } = context;
  return await withDaemon(context, options, async (session) => {
    const answer = await session.client.call('confirmations.list', {});
    const asked = answer as unknown as readonly WireConfirmation[];
    if (id !== undefined) {
      const one = only(asked, id, (each) => each.id, 'confirmation', 'dsmilctl confirm');
      return await confirmOne(context, options, session, one.id);
    }
    if (context.json) {
      terminal.json({ confirmations: asked });
    } else {
      terminal.lines(renderConfirmations(asked, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}
