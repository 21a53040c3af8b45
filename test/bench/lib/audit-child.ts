// SPDX-License-Identifier: Apache-2.0
// Appends entries one after the other, each a batch of its own, so that what a batch costs can be
// counted from outside. usage: audit-child.ts COUNT; prints where the batches begin and end.
import { AuditWorld, benchEntry } from './audit-world.ts';

const count = Number(process.argv[2]);
await using world = await AuditWorld.open();
await world.log.append(benchEntry(0), 'intent');
await world.log.settled();
// A system call that nothing else makes marks the places for whoever traces this.
process.kill(process.pid, 0);
for (let n = 1; n <= count; n++) {
  await world.log.append(benchEntry(n), 'intent');
  await world.log.settled();
}
process.kill(process.pid, 0);
