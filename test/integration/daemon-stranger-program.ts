// SPDX-License-Identifier: Apache-2.0
// A coordinator with a journal of its own, nobody's: commits one write and is gone before it has the kernel forget it.
// usage: daemon-stranger-program SOCKET DEVICE [HELD]: it leaves the device HELD on hold, too
import { OperationType } from '../../src/core/model/enums.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { openKernelResource } from '../../src/tracks/kernel/resource.ts';
import { answered } from './patient-call.ts';

const ID = (65_535n << 32n) | 1n;

const [socket = '', token = '', held] = process.argv.slice(2);
const device = await DevicePath.open({ path: socket, mode: 'read-write' });
const kernel = await openKernelResource(device);
const { generation } = await answered(device, () => device.stopControl.stop('taken over'));
const { nonce } = await device.stopControl.resetRequest(generation);
await device.stopControl.resetConfirm(generation, nonce);
await device.stopControl.start(generation);
const transaction = {
  coordinationId: 'somebody-else',
  principal: 'unix:1000',
  person: 'ann',
  digest: '7'.repeat(64),
  stopEpoch: Number(device.snapshot().stop.generation),
  risk: 4,
  effects: [
    { device: Number(token), type: OperationType.WRITE, register: 8, value: 5, timeoutMs: 5_000 },
  ],
  approvals: [],
  policy: '1',
  confirmed: [],
  deadline: Number.MAX_SAFE_INTEGER,
  clearance: 0,
  compartments: [],
} as const;
if (held !== undefined) {
  await kernel.hold(Number(held));
}
await kernel.prepare(ID, transaction, 300_000);
const { outcome } = await kernel.commit(ID, transaction);
process.stdout.write(`${ID} ${outcome}\n`, () => process.kill(process.pid, 'SIGKILL'));
