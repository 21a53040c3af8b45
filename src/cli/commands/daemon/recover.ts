// SPDX-License-Identifier: Apache-2.0
// dsmilctl recover: transactions of which nobody can tell how they ended, those that another coordinator left
// in the kernel, devices on hold, failures that raise a risk, and the two signatures that clear them.
import type { WireClearing, WireRecovery } from '../../../api/local/wire/answers.ts';
import { clearingFrom } from '../../../api/local/wire/decisions.ts';
import { ClearingKind, clearingDigest } from '../../../core/canonical/clearing.ts';
import type { Json } from '../../../core/canonical/json.ts';
import { ApprovalRole } from '../../../core/canonical/signature.ts';
import { parseToken } from '../../arguments.ts';
import type { Context } from '../../context.ts';
import { ExitCode, Failure, usageFailure } from '../../failure.ts';
import { agreed } from '../../local/ask.ts';
import {
  type DaemonOptions,
  type DaemonSession,
  signingKey,
  withDaemon,
} from '../../local/daemon.ts';
import { operationName, parseOperation } from '../../operation.ts';
import { renderClearing } from '../../views/daemon/asked.ts';
import { renderRecovery } from '../../views/daemon/recovery.ts';
import { only } from './approve.ts';

export interface RecoverOptions extends DaemonOptions {
  readonly note?: string;
  readonly yes?: boolean;
}

async function sign(
  context: Context,
  options: RecoverOptions,
  session: DaemonSession,
  clearing: WireClearing,
): Promise<ExitCode> {
  const { terminal } = context;
  const key = signingKey(session);
  const decision = clearingFrom(clearing.decision);
  if (!context.json) {
    terminal.lines(renderClearing(decision, terminal.columns, terminal.style));
  }
  if (!(await agreed(context, 'Sign it?', options.yes === true))) {
    terminal.note('Nothing was signed.');
    return ExitCode.REFUSED;
  }
  const { nonce } = decision;
  const signature = key.sign(clearingDigest(decision), ApprovalRole.CLEARING);
  const answer = await session.client.call('recover.sign', {
    nonce,
    key_id: key.keyId,
    signature,
  });
  const { cleared } = answer as { readonly cleared: boolean };
  if (context.json) {
    terminal.json({ nonce, cleared });
  } else {
    terminal.line(
      cleared
        ? 'cleared'
        : `signed; another person clears it: dsmilctl recover sign ${nonce.slice(0, 12)}`,
    );
  }
  return ExitCode.OK;
}

/** A transaction's id, or a token on hold. */
function targetOf(text: string, { strangers }: WireRecovery): Record<string, Json> {
  if (strangers.some(({ transaction }) => transaction === text)) {
    return { kind: ClearingKind.STRANGER, transaction: text };
  }
  return /^\d{5,20}$/.test(text)
    ? { kind: ClearingKind.HEURISTIC, transaction: text }
    : { kind: ClearingKind.HOLD, device: parseToken(text) };
}

/** What makes the failures of one operation type on a device count no more. */
function historyOf(device: string, operation: string): Record<string, Json> {
  return {
    kind: ClearingKind.HISTORY,
    device: parseToken(device),
    operation: operationName(parseOperation(operation)),
  };
}

export async function recover(
  context: Context,
  options: RecoverOptions,
  [action = 'list', subject = '', operation = '']: string[],
): Promise<ExitCode> {
  return await withDaemon(context, options, async (session) => {
    const { client } = session;
    const view = (await client.call('recover.list', {})) as unknown as WireRecovery;
    switch (action) {
      case 'list':
        if (context.json) {
          context.terminal.json({ ...view });
        } else {
          context.terminal.lines(renderRecovery(view));
        }
        return ExitCode.OK;
      case 'clear':
      case 'forget': {
        const { note = '' } = options;
        if (note.trim() === '') {
          throw new Failure(ExitCode.USAGE, 'what was looked at, and found? --note TEXT');
        }
        const target =
          action === 'forget' ? historyOf(subject, operation) : targetOf(subject, view);
        const answer = await client.call('recover.offer', { ...target, note });
        return await sign(context, options, session, answer as unknown as WireClearing);
      }
      case 'sign': {
        const nonceOf = ({ decision }: WireClearing): string => clearingFrom(decision).nonce;
        const list = 'dsmilctl recover';
        const one = only(view.clearings, subject, nonceOf, 'clearing', list);
        return await sign(context, options, session, one);
      }
      default:
        throw usageFailure(
          'ACTION',
          action,
          'list, clear TRANSACTION|TOKEN, forget TOKEN OPERATION, or sign CLEARING',
        );
    }
  });
}
