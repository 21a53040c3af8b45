// SPDX-License-Identifier: Apache-2.0
// dsmilctl daemon, reset, start: how the daemon stands, and the way from LATCHED back to RUN. The stop
// itself needs no daemon; with --local it goes through it, and by the device when that fails.
import { LocalClient } from '../../../api/local/client/client.ts';
import type { WireStatus, WireStop } from '../../../api/local/wire/answers.ts';
import { resetFrom } from '../../../api/local/wire/decisions.ts';
import {
  type ResetStepName,
  resetDigest,
  resetRole,
} from '../../../core/canonical/reset-decision.ts';
import type { Context } from '../../context.ts';
import { describeError } from '../../errors.ts';
import { ExitCode, Failure } from '../../failure.ts';
import { agreed } from '../../local/ask.ts';
import {
  type DaemonOptions,
  daemonFailure,
  signingKey,
  socketPath,
  withDaemon,
} from '../../local/daemon.ts';
import { addressOf, type RemoteContext } from '../../remote/contexts.ts';
import { printable } from '../../text.ts';
import { renderReset } from '../../views/daemon/asked.ts';
import { renderStatus, stopWords } from '../../views/daemon/status.ts';

export interface StepOptions extends DaemonOptions {
  readonly yes?: boolean;
}

export async function daemonStatus(context: Context, options: DaemonOptions): Promise<ExitCode> {
  const { terminal } = context;
  return await withDaemon(context, options, async ({ client }) => {
    const view = (await client.call('status', {})) as unknown as WireStatus;
    if (context.json) {
      terminal.json(view as unknown as Record<string, unknown>);
    } else {
      terminal.lines(renderStatus(view, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}

const OTHER_COMMAND: Readonly<Record<ResetStepName, string>> = {
  RESET: 'dsmilctl reset',
  CONFIRM: 'dsmilctl reset',
  START: 'dsmilctl start',
};

async function take(
  context: Context,
  options: StepOptions,
  steps: readonly ResetStepName[],
): Promise<ExitCode> {
  const { terminal } = context;
  return await withDaemon(context, options, async (session) => {
    const key = signingKey(session);
    const decision = resetFrom(await session.client.call('stop.offer', {}));
    if (!steps.includes(decision.step)) {
      const other = OTHER_COMMAND[decision.step];
      throw new Failure(ExitCode.REFUSED, `the next step is ${decision.step}`, [
        `That is: ${other}`,
      ]);
    }
    if (!context.json) {
      terminal.lines(renderReset(decision, terminal.columns, terminal.style));
    }
    if (!(await agreed(context, 'Sign it?', options.yes === true))) {
      terminal.note('Nothing was signed.');
      return ExitCode.REFUSED;
    }
    const signature = key.sign(resetDigest(decision), resetRole(decision.step));
    const { nonce } = decision;
    const answer = await session.client.call('stop.take', { nonce, key_id: key.keyId, signature });
    const stop = answer as unknown as WireStop;
    if (context.json) {
      terminal.json({ taken: decision.step, ...stop });
    } else {
      terminal.line(`${terminal.style.glyphs.ok} ${decision.step}: the stop is ${stopWords(stop)}`);
    }
    return ExitCode.OK;
  });
}

export async function reset(context: Context, options: StepOptions): Promise<ExitCode> {
  return await take(context, options, ['RESET', 'CONFIRM']);
}

export async function start(context: Context, options: StepOptions): Promise<ExitCode> {
  return await take(context, options, ['START']);
}

/** A daemon that hangs accepts connections and says nothing: then the device has its turn. {unit ms} */
const STOP_LIMIT_MS = 500;

/**
 * True when the daemon has latched it and said so; else the device is asked, as without a daemon. Without
 * a login, which could only hold it up.
 */
export async function stopByDaemon(
  context: Context,
  options: DaemonOptions,
  reason: string,
): Promise<boolean> {
  const signal = AbortSignal.timeout(STOP_LIMIT_MS);
  try {
    using client = await LocalClient.connect(socketPath(context, options), signal);
    const stop = (await client.call('stop', { reason }, { signal })) as unknown as WireStop;
    if (stop.unlatched) {
      context.terminal.problem('the daemon cannot reach the kernel', ['Trying the device itself.']);
      return false;
    }
    const { terminal } = context;
    if (context.json) {
      terminal.json({ latched: true, by: 'dsmild', ...stop });
    } else {
      const word = terminal.style.paint('alarm', ' STOPPED ');
      terminal.line(`${word} by the daemon: ${stopWords(stop)}`);
    }
    return true;
  } catch (error) {
    const why = describeError(daemonFailure(error)).message;
    context.terminal.problem(`the daemon did not stop it: ${why}`, ['Trying the device itself.']);
    return false;
  }
}

/** A stop that crosses a network has this long; whoever waits longer uses another way. {unit ms} */
const REMOTE_LIMIT_MS = 5_000;
/** From one try to the next. {unit ms} */
const AGAIN_MS = 50;

/** Tried anew while a connection is cut off, which a flood of others can do to it: to stop twice is to stop once. */
async function stopOver(remote: RemoteContext, reason: string): Promise<WireStop> {
  const [{ RemoteClient }, { wasCutOff }] = await Promise.all([
    import('../../remote/client.ts'),
    import('../../remote/failure.ts'),
  ]);
  const end = performance.now() + REMOTE_LIMIT_MS;
  for (let left = REMOTE_LIMIT_MS; ; left = end - performance.now()) {
    try {
      using client = new RemoteClient(remote, left);
      return (await client.call('stop', { reason })) as unknown as WireStop;
    } catch (error) {
      if (!wasCutOff(error) || performance.now() + AGAIN_MS >= end) {
        throw error;
      }
    }
    await new Promise((wake) => setTimeout(wake, AGAIN_MS));
  }
}

/** The host of @remote. Throws a Failure that says NOT STOPPED: nothing else is stopped in its place. */
export async function stopByContext(
  context: Context,
  remote: RemoteContext,
  reason: string,
): Promise<ExitCode> {
  const { terminal } = context;
  const address = printable(addressOf(remote));
  let stop: WireStop;
  try {
    stop = await stopOver(remote, reason);
  } catch (error) {
    const { message } = describeError(daemonFailure(error));
    throw new Failure(ExitCode.FAILED, `NOT STOPPED at ${address}: ${message}`, [
      'Stop it on that host (dsmilctl stop), or use its hard-wired stop.',
    ]);
  }
  if (stop.unlatched) {
    throw new Failure(
      ExitCode.FAILED,
      `NOT STOPPED at ${address}: the daemon there cannot reach the kernel, and tries on`,
      ['Use the hard-wired stop.'],
    );
  }
  if (context.json) {
    terminal.json({ latched: true, by: 'dsmild', address, ...stop });
  } else {
    const word = terminal.style.paint('alarm', ' STOPPED ');
    terminal.line(`${word} at ${address}: ${stopWords(stop)}`);
  }
  return ExitCode.OK;
}
