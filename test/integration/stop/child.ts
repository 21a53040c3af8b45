// SPDX-License-Identifier: Apache-2.0
//
// A process that holds the deadman, and the helper beside it: to be killed, stopped and ended.
// Prints 'running', the process of its helper and the epoch of its RUN once it beats; ends in order on SIGTERM.
//
// usage: node child.ts SOCKET LISTEN PERIOD_MS     LISTEN '' leaves the helper out
import { StopHelper } from '../../../src/daemon/stop/helper.ts';
import { ResetRefusedError } from '../../../src/orchestrator/stop/errors.ts';
import { until, World } from './world.ts';

const [, , socket = '', listen = '', period = '1000'] = process.argv;
const periodMs = Number(period);
const helper =
  listen === ''
    ? undefined
    : new StopHelper({
        device: socket,
        listen,
        onChange: (state, reason) => process.stderr.write(`helper ${state} ${reason}\n`),
      });
const world = await World.open({
  socket,
  periodMs,
  beatMs: Math.min(200, Math.floor(periodMs / 3)),
  lastResort: () => helper?.trigger(),
  noDisk: true,
});
let { epoch } = world.stop.control;
while (world.stop.state !== 'RUN') {
  await until('LATCHED', () => world.stop.state === 'LATCHED');
  ({ epoch } = world.stop.control);
  try {
    await world.run();
  } catch (error) {
    // A machine that stands still for the period in the middle of it latches anew.
    if (!(error instanceof ResetRefusedError && world.stop.control.epoch > epoch)) {
      throw error;
    }
  }
}
if (helper !== undefined) {
  await until('a helper', () => helper.state === 'READY');
}
process.once('SIGTERM', () => {
  const ended = helper?.end() ?? Promise.resolve();
  void ended.then(() => world[Symbol.asyncDispose]()).then(() => process.exit(0));
});
process.stdout.write(`running ${helper?.pid ?? 0} ${epoch}\n`);
setInterval(() => undefined, 1_000);
