// SPDX-License-Identifier: Apache-2.0
// Inside the daemon that is struck: one place, one moment, one thing that happens there. The calls to
// files are strike.c's; here are those to device, ring and store.
import { writeFileSync, writeSync } from 'node:fs';

const SAID_FD = 3;
/** As in strike.c; nobody else's. */
const WORK_SIGNAL = 40;

export type Phase = 'before' | 'after';

const env = process.env;
const [SITE, PHASE, ACTION] = [env['STRIKE_SITE'], env['STRIKE_PHASE'], env['STRIKE_ACTION']];
const COUNT = Number(env['STRIKE_COUNT']);
const TIMES = Math.max(1, Number(env['STRIKE_TIMES']));
const STALL_MS = Number(env['STRIKE_MS']);
const SIMULATOR = Number(env['STRIKE_SIM']);
/** The file that takes the name of what is to be unbound. */
const UNBIND = env['STRIKE_UNBIND'];

export type Blow =
  /** It goes on: nothing, or its kernel is gone by now. */
  | { readonly kind: 'none' }
  | { readonly kind: 'fail'; readonly code: 'EIO' | 'ENOSPC' | 'ETIMEDOUT' }
  | { readonly kind: 'stall'; readonly ms: number };

const NONE: Blow = { kind: 'none' };

const said = new Set<string>();
let visits = 0;
let armed = env['STRIKE_FROM'] !== 'work';

function say(line: string): void {
  writeSync(SAID_FD, `${line}\n`);
}

/** From here on visits count, here and in strike.c: the daemon has begun to work. */
export function beginWork(): void {
  if (!armed) {
    armed = true;
    process.kill(process.pid, WORK_SIGNAL);
  }
}

function lose(): void {
  if (!UNBIND) {
    process.kill(SIMULATOR, 'SIGKILL');
    return;
  }
  try {
    writeFileSync(UNBIND, 'dsmil');
  } catch (error) {
    say(`not unbound: ${error}`);
  }
}

export function at(site: string, phase: Phase): Blow {
  const place = `place ${site}|${phase}`;
  if (!said.has(place)) {
    said.add(place);
    say(place);
  }
  if (!armed || site !== SITE || phase !== PHASE) {
    return NONE;
  }
  visits += 1;
  if (visits < COUNT || visits >= COUNT + TIMES) {
    return NONE;
  }
  say('struck');
  switch (ACTION) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return NONE;
    case 'loss':
      lose();
      return NONE;
    case 'stall':
      return { kind: 'stall', ms: STALL_MS };
    case 'EIO':
    case 'ENOSPC':
    case 'ETIMEDOUT':
      return { kind: 'fail', code: ACTION };
    default:
      throw new Error(`STRIKE_ACTION=${ACTION}: kill, loss, stall, EIO, ENOSPC or ETIMEDOUT`);
  }
}

/** The thread stands still, as it does in a call that does not come back. */
export function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
