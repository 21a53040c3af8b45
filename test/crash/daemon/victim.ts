// SPDX-License-Identifier: Apache-2.0
// usage: node victim.ts CONFIG DEVICE, with STRIKE_… (strike.c) in the environment
//
// The daemon as main.ts runs it, with somebody who strikes between it and what outlives it. Says 'ready'
// on its output when it serves.
import { loadConfiguration } from '../../../src/config/load.ts';
import { Daemon } from '../../../src/daemon/dsmild.ts';
import { openLog } from '../../../src/daemon/log.ts';
import { NO_SEAMS } from '../../../src/daemon/seams.ts';
import { strikeDevices } from './struck-device.ts';
import { struckStore } from './struck-store.ts';

const [config = '', devicePath = ''] = process.argv.slice(2);
const EX_TEMPFAIL = 75;
let daemon: Daemon | undefined;

function end(status: number): void {
  Promise.resolve(daemon?.close()).then(
    () => process.exit(status),
    () => process.exit(1),
  );
}

strikeDevices();
process.on('uncaughtException', (error) => {
  process.stderr.write(`uncaught: ${error.stack}\n`);
  process.exit(1);
});
process.once('SIGTERM', () => end(0));
try {
  daemon = await Daemon.start({
    configuration: loadConfiguration({ env: {}, file: config }),
    devicePath,
    version: 'crash',
    log: openLog('warn', 'crash'),
    onFenced: () => end(EX_TEMPFAIL),
    seams: { ...NO_SEAMS, store: struckStore },
  });
  process.stdout.write('ready\n');
} catch (error) {
  process.stderr.write(`victim: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
