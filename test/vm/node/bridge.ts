// SPDX-License-Identifier: Apache-2.0
// In the machine, on the real module: the whole path. Records and states from the C core
// through the ring and the addon into TypeScript; an effect and its loss of permission by a stop. TAP.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationType, RecordType, StopState } from '../../../src/abi/generated/enums.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import { CallError, reasonName, VanishedError } from '../../../src/device/errors.ts';
import { openRing } from '../../integration/patient-ring.ts';

/** The machine is emulated, and the one below it may be busy. {unit ms} */
const PATIENCE_MS = 120_000;
/** The longest there are: an operation and a lease end by the clock, which goes on while a machine stands still. {unit ms} */
const OPERATION_MS = 5_000;
const LEASE_MS = 300_000;
const CONTROL = '/sys/kernel/debug/dsmil/sim';
let failed = false;

function test(name: string, passed: boolean, detail = ''): void {
  process.stdout.write(`${passed ? 'ok' : 'not ok'} - ${name}\n`);
  if (!passed) {
    failed = true;
    process.stdout.write(`# ${detail}\n`);
  }
}

async function until(done: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!done()) {
    if (performance.now() > end) {
      return false;
    }
    await sleep(5);
  }
  return true;
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'not refused';
  } catch (error) {
    return error instanceof CallError ? reasonName(error.reason) : String(error);
  }
}

const device = await DevicePath.open({
  path: '/dev/dsmil',
  mode: 'read-write',
  ringSize: 1_048_576,
});

let raw = 0;
let changes = 0;
let operations = 0;
let emergencies = 0;
device.onRecords((reader) => {
  while (reader.next()) {
    raw += reader.type === RecordType.RAW ? 1 : 0;
    changes += reader.type === RecordType.STATE_CHANGE ? 1 : 0;
    operations += reader.type === RecordType.OPERATION_RESPONSE ? 1 : 0;
    emergencies += reader.type === RecordType.EMERGENCY ? 1 : 0;
  }
});

const states = await device.states();
test('all 84 states by call', states.length === 84, `${states.length}`);

// More than the ring holds, in writes that the reader can or cannot keep up with: nothing is unsaid.
for (let i = 0; i < 20; i++) {
  writeFileSync(CONTROL, 'publish 5000 32');
}
// Nothing follows the last one: its loss, if it is, must be told all the same.
test(
  'every record from the kernel is read, or counted as lost, without one more to announce it',
  (await until(() => raw + device.lost >= 100_000)) && raw + device.lost === 100_000 && raw > 1000,
  `${raw} read, ${device.lost} lost`,
);

const before = changes;
writeFileSync(CONTROL, 'set 0x8003 8 0x1234');
const read = await device.read({ device: 0x8003, registerIndex: 8, timeoutMs: OPERATION_MS });
test('a register that the hardware changed is read', read.value === 0x1234, `${read.value}`);
test('and its change comes as a record', await until(() => changes > before && operations > 0));
test(
  'a quarantined token is refused by name',
  (await refusal(device.read({ device: 0x8009, registerIndex: 0 }))) === 'QUARANTINED',
);

const { stopControl, transactions } = device;
const latched = await stopControl.status();
const reset = await stopControl.resetRequest(latched.generation);
await stopControl.resetConfirm(latched.generation, reset.nonce);
await stopControl.start(latched.generation);
test('reset in two steps, then a start', (await stopControl.status()).state === StopState.RUN);

const coordinatorEpoch = await transactions.claim();
const digest = new Uint8Array(32).fill(7);
const write = (transactionId: bigint, value: number) => ({
  transactionId,
  coordinatorEpoch,
  stopEpoch: latched.generation,
  digest,
  leaseMs: LEASE_MS,
  operations: [
    {
      device: 0x8003,
      type: OperationType.WRITE,
      registerIndex: 9,
      value,
      timeoutMs: OPERATION_MS,
      flags: 0,
    },
  ],
});
const key = (transactionId: bigint) => ({
  transactionId,
  coordinatorEpoch,
  stopEpoch: latched.generation,
  digest,
});
await transactions.prepare(write(1n, 0xbeef));
await transactions.commit(key(1n));
const written = await device.read({ device: 0x8003, registerIndex: 9, timeoutMs: OPERATION_MS });
test('a prepared transaction has its effect', written.value === 0xbeef, `${written.value}`);

await sleep(50);
await transactions.prepare(write(2n, 0xdead));
const stop = stopControl.stop('vm');
test('a stop is latched when the call returns', stop.generation === latched.generation + 1n);
test(
  'what was prepared before it is refused',
  (await refusal(transactions.commit(key(2n)))) !== 'not refused',
);
const after = await device.read({ device: 0x8003, registerIndex: 9, timeoutMs: OPERATION_MS });
test('and has no effect', after.value === 0xbeef, `${after.value}`);
test('the stop comes as a record too', await until(() => emergencies > 0));
device.close();
device.close();
test('the path closes, twice', device.state === 'closed');

// Unbound under an open path, and bound again: the character device says so by a hang-up.
const DRIVER = '/sys/bus/platform/drivers/dsmil';
const path = await openRing({
  path: '/dev/dsmil',
  mode: 'read-write',
  ringSize: 65_536,
  reconnect: { minMs: 20, maxMs: 200 },
});
const { instanceId } = path.info;
const events: string[] = [];
path.on('state', (state) => events.push(state));
path.on('stop', () => events.push('stop'));
path.on('reconnected', (_info, same) => events.push(`same ${same}`));
// One batch, then busy elsewhere: what comes meanwhile, the stop of the end included, is not lost.
const batches = path.batches();
writeFileSync(CONTROL, 'publish 1 32');
const first = await batches.next();
let rest = 0;
let last = 0;
const count = (reader: typeof first.value): void => {
  while (reader?.next()) {
    rest += reader.type === RecordType.RAW ? 1 : 0;
    last = reader.type === RecordType.EMERGENCY ? 1 : last;
  }
};
count(first.value);
writeFileSync(CONTROL, 'publish 100 32');
const slow = path.read({ device: 0x8003, registerIndex: 0 }).catch((error: unknown) => error);
writeFileSync(`${DRIVER}/unbind`, 'dsmil');
test(
  'unbind: the path says that the device has gone',
  await until(() => events.includes('vanished')),
);
const ended = await slow;
test(
  'unbind: a call that was under way is answered or ends with it',
  ended instanceof VanishedError || (typeof ended === 'object' && ended !== null),
  String(ended),
);
let refused = '';
try {
  path.snapshot();
} catch (error) {
  refused = error instanceof VanishedError ? error.code : String(error);
}
test('unbind: calls fail by name until it is back', refused === 'ERR_DSMIL_VANISHED', refused);
while (rest < 101 || last === 0) {
  const { value, done } = await batches.next();
  if (done) {
    break;
  }
  count(value);
}
test(
  'unbind: what was in the ring is read, to the last stop',
  rest === 101 && last === 1,
  `${rest}`,
);
writeFileSync(`${DRIVER}/bind`, 'dsmil');
test(
  'bind: the path comes back, to another core',
  await until(() => events.includes('same false')),
);
test(
  'bind: its state is the new one',
  path.info.instanceId !== instanceId && path.state === 'open',
);
test('bind: and latched, as every core begins', path.snapshot().stop.state === StopState.LATCHED);
path.close();
process.stdout.write('# the end\n');
process.exitCode = failed ? 1 : 0;
