// SPDX-License-Identifier: Apache-2.0
// dsmild on a dsmil-sim for foreign clients, in a process of its own. Ends when its standard input does, with an
// error unless dsmild ended in order.
//
// usage: node test/foreign/server.ts      prints "ready PORT FOLDER"; FOLDER has everybody's certificates
import { Host } from '../host/host.ts';

const host = await Host.start({
  simulator: ['--thermal', 'none'],
  // A machine that is busy with other tests is no hung daemon, and none of its tracks is late.
  more:
    '[deadman]\nperiod_ms = 60000\n' +
    '[sync]\nfull_pass_ms = 60000\nreport_deadline_ms = 60000\nassess_deadline_ms = 60000',
});
process.stdout.write(`ready ${host.port} ${host.certificates}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  void (async () => {
    const status = await host.endDaemon();
    if (status !== 0) {
      process.stderr.write(`dsmild ended with ${status}:\n${host.said.join('\n')}\n`);
      process.exitCode = 1;
    }
    await host[Symbol.asyncDispose]();
  })();
});
