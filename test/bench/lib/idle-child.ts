// SPDX-License-Identifier: Apache-2.0
// A Node process that does nothing: prints, when asked to end, the 99.9th percentile of its loop's
// delay in ms. What the machine itself does to a loop.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.stdin.once('data', () => {
  delay.disable();
  process.stdout.write(`${delay.percentile(99.9) / 1e6}\n`);
  process.stdin.destroy();
});
process.stdout.write('ready\n');
