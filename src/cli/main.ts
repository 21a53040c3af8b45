#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Begins with whatever Node there is: only when it is new enough is the rest loaded.
import { stopIntent } from './argv.ts';
import { NODE_MINIMUM, nodeIsRecent } from './node-version.ts';

/** A stop does not wait for a better Node: dsmil-stop needs none. */
async function tooOld(): Promise<number> {
  process.stderr.write(
    `dsmilctl: Node ${NODE_MINIMUM} or later is needed; this is ${process.versions.node}.\n` +
      '  The project brings its own: npm ci, then scripts/dsmilctl …\n',
  );
  const intent = stopIntent(process.argv.slice(2));
  if (intent === undefined) {
    return 1;
  }
  const { runStopHelper } = await import('./stop-helper.ts');
  const device = intent.device ?? (process.env['DSMIL_DEVICE'] || '/dev/dsmil');
  const { latched, said } = runStopHelper(device, 'dsmilctl');
  process.stderr.write(`dsmil-stop on ${device}: ${said}\n`);
  return latched ? 0 : 1;
}

if (nodeIsRecent(process.versions.node)) {
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv.slice(2), process);
} else {
  process.exitCode = await tooOld();
}
