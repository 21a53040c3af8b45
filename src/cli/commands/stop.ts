// SPDX-License-Identifier: Apache-2.0
// The emergency stop. Nothing here asks, and nothing that can wait is waited for: it is latched
// the ordinary way, else by dsmil-stop; what is wrong with the command line is said afterwards.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Context } from '../context.ts';
import { describeError } from '../errors.ts';
import { ExitCode, Failure } from '../failure.ts';
import type { Located } from '../locate.ts';
import { contextsPath } from '../remote/place.ts';
import { openSession } from '../session.ts';
import { stopDetail } from '../stop-detail.ts';
import { runStopHelper } from '../stop-helper.ts';
import { duration, printable } from '../text.ts';
import { moment, wallTime } from '../time.ts';

/** Then dsmil-stop has its turn. */
const ORDINARY_TIMEOUT_MS = 1000;

export interface StopOptions {
  readonly reason?: string | undefined;
  readonly local?: boolean;
  readonly socket?: string;
  readonly context?: string;
}

/** Whether the daemon has latched it. Whatever goes wrong there, the device is left. */
async function latchedByDaemon(context: Context, options: StopOptions): Promise<boolean> {
  try {
    const { stopByDaemon } = await import('./daemon/stop.ts');
    const { socket, reason = '' } = options;
    return await stopByDaemon(context, socket === undefined ? {} : { socket }, reason);
  } catch (error) {
    context.terminal.problem(`the daemon was not asked: ${describeError(error).message}`);
    return false;
  }
}

/**
 * How the stop of the host ended that is meant by a context; undefined when this one is meant. What cannot be read of
 * contexts keeps nothing from this host's stop.
 */
async function stoppedElsewhere(
  context: Context,
  options: StopOptions,
): Promise<ExitCode | undefined> {
  const { DSMIL_CONTEXT: variable = '' } = context.env;
  const named = options.context !== undefined || variable !== '';
  const unnamed = !named && (context.namesDevice || !existsSync(contextsPath(context.env)));
  if (unnamed || (options.local === true && options.context === undefined)) {
    return undefined;
  }
  try {
    const { meantContext } = await import('../local/daemon.ts');
    const remote = meantContext(context, { ...options, local: false });
    if (remote === undefined) {
      return undefined;
    }
    const { stopByContext } = await import('./daemon/stop.ts');
    return await stopByContext(context, remote, options.reason ?? '');
  } catch (error) {
    if (options.context !== undefined) {
      throw error;
    }
    context.terminal.problem(`no context was asked: ${describeError(error).message}`, [
      'Stopping this host.',
    ]);
    return undefined;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A user without an entry in passwd stops like any other.
    if (error instanceof Error) {
      return `uid ${process.getuid?.() ?? '?'}`;
    }
    throw error;
  }
}

interface Latched {
  readonly generation: bigint;
  readonly latchedNs: bigint;
  readonly callNs: bigint;
}

/** Resolves as soon as it is latched; closing the device comes after that, and cannot undo it. */
async function latch(located: Located, detail: string): Promise<Latched> {
  const session = await openSession({ located, ring: false, timeoutMs: ORDINARY_TIMEOUT_MS });
  const before = process.hrtime.bigint();
  try {
    const { generation, latchedNs } = session.stop(detail);
    return { generation, latchedNs, callNs: process.hrtime.bigint() - before };
  } finally {
    session.close();
  }
}

function confirm(context: Context, path: string, latched: Latched, detail: string): void {
  const { terminal } = context;
  const at = wallTime(latched.latchedNs, moment());
  if (context.json) {
    terminal.json({
      latched: true,
      by: 'device',
      path,
      generation: Number(latched.generation),
      latched_at: at.toISOString(),
      latched_ns: latched.latchedNs.toString(),
      latency_us: Number(latched.callNs) / 1e3,
      detail,
    });
    return;
  }
  const { style } = terminal;
  terminal.line(
    `${style.paint('alarm', ' STOPPED ')} latched on ${printable(path)}: generation ${latched.generation}, at ${at.toISOString()}, ${duration(latched.callNs, style.glyphs.micro)} from call to answer ("${printable(detail)}")`,
  );
  terminal.line(
    'No register write begins any more. A reset takes two persons: dsmilctl status shows what is next.',
  );
}

function byHelper(context: Context, path: string, detail: string, why: string): ExitCode {
  const { terminal } = context;
  terminal.problem(`the ordinary way failed: ${why}`, ['Trying dsmil-stop.']);
  const { latched, said } = runStopHelper(path, detail);
  if (!latched) {
    throw new Failure(
      ExitCode.FAILED,
      `NOT STOPPED on ${path}: the ordinary way failed (${why}), and dsmil-stop too (${said})`,
      ['Use the hard-wired stop.', 'Then find out why: dsmilctl doctor'],
    );
  }
  if (context.json) {
    terminal.json({ latched: true, by: 'dsmil-stop', path, said, detail });
  } else {
    terminal.line(
      `${terminal.style.paint('alarm', ' STOPPED ')} by dsmil-stop on ${printable(path)}: ${printable(said)}`,
    );
  }
  return ExitCode.OK;
}

function locate(context: Context): Located {
  try {
    return context.locate();
  } catch (error) {
    if (error instanceof Failure) {
      throw new Failure(error.exitCode, `NOT STOPPED: ${error.message}`, error.advice);
    }
    throw error;
  }
}

export async function stop(
  context: Context,
  options: StopOptions,
  ignored: readonly string[],
): Promise<ExitCode> {
  if (options.local === true && (await latchedByDaemon(context, options))) {
    return ExitCode.OK;
  }
  const elsewhere = await stoppedElsewhere(context, options);
  if (elsewhere !== undefined) {
    return elsewhere;
  }
  const located = locate(context);
  const { path } = located;
  const { text, cut } = stopDetail(userName(), options.reason);
  let exit: ExitCode = ExitCode.OK;
  try {
    confirm(context, path, await latch(located, text), text);
  } catch (error) {
    exit = byHelper(context, path, text, describeError(error).message);
  }
  if (cut) {
    context.terminal.note(
      `The reason was cut to what the device keeps, 32 bytes: "${printable(text)}"`,
    );
  }
  if (ignored.length > 0) {
    context.terminal.note(`Not understood, and ignored: ${printable(ignored.join(' '))}`);
  }
  return exit;
}
