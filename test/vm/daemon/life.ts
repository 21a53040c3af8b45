// SPDX-License-Identifier: Apache-2.0
// In the machine: what becomes of the module when its daemon hangs or dies, and of the daemon when its module
// goes, also in the middle of a commit, or is replaced. dsmild itself on /dev/dsmil, two persons at its socket. TAP.
//
// usage: node life.ts FOLDER     which is kept: its audit log is verified outside
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { StopCause, StopState } from '../../../src/abi/generated/enums.ts';
import type { WireOperation } from '../../../src/api/local/wire/answers.ts';
import type { AtSocket, WireStep } from '../../../src/daemon/story/at-socket.ts';
import { ModuleRig } from '../../../src/daemon/story/rig.ts';
import { agreed, CONFIG_REGISTER, later } from '../../../src/daemon/story/steps.ts';
import { heldDevices } from '../../../src/daemon/wiring/holds.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import { type DaemonProcess, DEVICE, type Ended, House, run, until } from './house.ts';

const MODULE = ['dsmil', 'backend=sim', 'allow_writes=1', 'thermal=none', 'poll_ms=1000'];
const CONTROL = '/sys/kernel/debug/dsmil/sim';
const DRIVER = '/sys/bus/platform/drivers/dsmil';
const LOADED = '/sys/module/dsmil/srcversion';
const NEXT = '/dsmil/next/dsmil.ko';
const RELOAD = '/dsmil/kernel/packaging/dsmil-dkms/reload';
const HELPER = '/dsmil/build/Release/dsmil-stop';
const [FIRST, MIDDLE, LAST] = [0x8003, 0x8010, 0x8014] as const;
const EX_TEMPFAIL = 75;
const ATTEMPTS = 5;

let failed = false;

function test(name: string, passed: boolean, ...details: readonly unknown[]): void {
  process.stdout.write(`${passed ? 'ok' : 'not ok'} - ${name}\n`);
  if (!passed) {
    failed = true;
    for (const detail of details) {
      process.stdout.write(`# ${JSON.stringify(detail, withBigints)}\n`);
    }
  }
}

function withBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function config(device: number, value: number): WireStep {
  return { device, operation: 'CONFIG', register: CONFIG_REGISTER, value };
}

/** How a daemon ends whose kernel has gone: for another one to recover. */
function fenced({ status, signal }: Ended): boolean {
  return status === EX_TEMPFAIL && signal === null;
}

async function noHelperLeft(): Promise<true | undefined> {
  const [status] = await run('pidof', 'dsmil-stop');
  return status === 0 ? undefined : true;
}

/** Looks without asking the daemon. A file that is open keeps the module, so each look ends. */
class Look implements Disposable {
  readonly path: DevicePath;

  private constructor(path: DevicePath) {
    this.path = path;
  }

  static async open(): Promise<Look> {
    return new Look(await DevicePath.open({ path: DEVICE }));
  }

  get stop() {
    return this.path.snapshot().stop;
  }

  /** Tokens, ascending. */
  get held(): readonly number[] {
    return heldDevices(this.path);
  }

  async latched(generation: bigint): Promise<void> {
    await until(`stop generation ${generation}`, () =>
      this.stop.state === StopState.LATCHED && this.stop.generation >= generation
        ? true
        : undefined,
    );
  }

  [Symbol.dispose](): void {
    this.path.close();
  }
}

async function hangs(daemon: DaemonProcess, house: House): Promise<void> {
  using look = await Look.open();
  const { generation } = look.stop;
  daemon.send('SIGSTOP');
  await look.latched(generation + 1n);
  test(
    'a daemon that hangs is latched by the deadman',
    look.stop.cause === StopCause.DEADMAN_EXPIRED && look.stop.generation === generation + 1n,
    look.stop,
  );
  const [status, said] = await run(HELPER, '--once');
  test(
    'dsmil-stop latches while the daemon hangs',
    status === 0 &&
      look.stop.generation === generation + 2n &&
      look.stop.cause === StopCause.HELPER,
    [status, said],
    look.stop,
  );
  daemon.send('SIGCONT');
  const state = await house.together(async (ann) => {
    const { stop } = await until('the daemon knows', async () => {
      const now = await ann.status();
      return now.stop.state === 'LATCHED' ? now : undefined;
    });
    return stop.state;
  });
  test(
    'it wakes up, finds that out, and starts nothing by itself',
    state === 'LATCHED' && daemon.alive && look.stop.state === StopState.LATCHED,
    state,
    look.stop,
  );
  await house.intoRun();
  const view = await house.together((ann, bob) => agreed(ann, bob, 'awake', [config(FIRST, 5)]));
  test('after a reset by two it operates again', view.state === 'COMPLETED', view);
}

async function dies(daemon: DaemonProcess): Promise<void> {
  using look = await Look.open();
  const { generation } = look.stop;
  daemon.send('SIGKILL');
  await daemon.ended;
  await look.latched(generation + 2n);
  test(
    'a daemon that is killed is latched by its closed file, and by its helper',
    look.stop.generation === generation + 2n,
    look.stop,
  );
  test('the helper of a dead daemon ends', await until('it ends', noHelperLeft));
}

/** A commit of which the first write is done, and the second is not. */
async function begun(
  rig: ModuleRig,
  house: House,
  [ann, bob]: readonly [AtSocket, AtSocket],
): Promise<{ readonly running: Promise<WireOperation> }> {
  const ends: unknown[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // Another one each time: what an earlier attempt left is not taken for this one's.
    const value = 11 + attempt;
    const steps = [config(FIRST, value), config(MIDDLE, value), config(LAST, value)];
    let over = false;
    const running = later(
      agreed(ann, bob, `unbound-${attempt}`, steps).finally(() => {
        over = true;
      }),
    );
    const written = await until('the first is written', async () => {
      const now = await rig.value(FIRST, CONFIG_REGISTER);
      return now === value || over ? now === value : undefined;
    });
    if (written && !over) {
      // Not the promise itself: that would be waited for.
      return { running };
    }
    // On a slow day a deadline or the deadman may come before it begins: that is not what is tried here.
    ends.push(await running.catch(String));
    if ((await ann.status()).stop.state !== 'RUN') {
      await house.intoRun();
    }
  }
  throw new Error(`no commit began: ${JSON.stringify(ends, withBigints)}`);
}

/** The module goes while the second of three devices is being written. */
async function goesInTheMiddle(daemon: DaemonProcess, house: House): Promise<void> {
  using rig = await ModuleRig.open(CONTROL, DEVICE);
  await rig.slow(MIDDLE);
  let ended: Ended | undefined;
  await house.together(async (ann, bob) => {
    const { running } = await begun(rig, house, [ann, bob]);
    // Not by another program: until that has started, the commit may be over.
    const problem = await writeFile(`${DRIVER}/unbind`, 'dsmil').then(() => '', String);
    ended = await daemon.ended;
    test('the module goes while a commit is under way', problem === '', problem);
    const answer = await running.then(
      ({ state }) => state,
      (error: unknown) => String(error),
    );
    test('nobody is told that it was completed', answer !== 'COMPLETED', answer);
  });
  test('the daemon ends with 75', ended !== undefined && fenced(ended), ended, daemon.said);
  test('and so does its helper', await until('it ends', noHelperLeft));
}

/** All, nothing or on hold: registers of a module that was loaded anew say nothing about the old one's. */
async function recovers(house: House): Promise<void> {
  using look = await Look.open();
  const latched = look.stop.state === StopState.LATCHED && look.stop.cause === StopCause.LOAD;
  test('a module that is loaded anew is latched', latched, look.stop);
  await house.together(async (ann, bob) => {
    const { undecided, stop } = await ann.status();
    test('the next daemon has nothing undecided', undecided === 0, undecided);
    test('and the stop is latched', stop.state !== 'RUN', stop);
    const { flagged } = await ann.recovery();
    const of = flagged.find(({ coordination_id: id }) => id.startsWith('unbound-'));
    test(
      'nobody can tell how it ended: it is flagged, and all three devices are on hold',
      of !== undefined && look.held.join() === [FIRST, MIDDLE, LAST].join(),
      flagged,
      look.held,
    );
    const clearing = await ann.clear(of?.transaction ?? '', 'looked at: as after a load');
    const byOne = look.held;
    await bob.sign(clearing);
    test(
      'two persons clear it, not one',
      byOne.length === 3 && look.held.length === 0,
      byOne,
      look.held,
    );
  });
  await house.intoRun();
  const steps = [config(FIRST, 21), config(MIDDLE, 21), config(LAST, 21)];
  const view = await house.together((ann, bob) => agreed(ann, bob, 'again', steps));
  test('and then it operates again', view.state === 'COMPLETED', view);
}

/** What an upgrade of the package does, with the next module where modprobe looks, and a service that runs. */
async function isReplaced(daemon: DaemonProcess, house: House): Promise<void> {
  house.isService(daemon);
  const before = readFileSync(LOADED, 'utf8');
  await run('sh', '-c', `cp ${NEXT} /lib/modules/*/extra/dsmil.ko`);
  const [status, said] = await run('sh', RELOAD);
  test('an upgrade exchanges the module', status === 0, [status, said]);
  const after = readFileSync(LOADED, 'utf8');
  test('another one is loaded then', after !== before, before, after);
  const ended = await daemon.ended;
  test('the daemon ended in order for it', ended.status === 0, ended, daemon.said);
  await house.serves();
  using look = await Look.open();
  const latched = look.stop.state === StopState.LATCHED && look.stop.cause === StopCause.LOAD;
  test('the new module is latched, and watched by a daemon again', latched, look.stop);
  await house.intoRun();
  const view = await house.together((ann, bob) => agreed(ann, bob, 'new', [config(FIRST, 31)]));
  test('which operates after a reset by two', view.state === 'COMPLETED', view);
}

const house = new House(process.argv[2] ?? '/tmp/life');
await run('modprobe', ...MODULE);
const daemon = await house.start();
await house.intoRun();

const [refused, why] = await run('rmmod', 'dsmil');
test('rmmod is refused while the daemon holds the module', refused !== 0, why);
test('and the daemon has not noticed', daemon.alive);
await hangs(daemon, house);
await dies(daemon);

const second = await house.start();
{
  using rig = await ModuleRig.open(CONTROL, DEVICE);
  const value = await rig.value(FIRST, CONFIG_REGISTER);
  test('what a dead daemon had done is as it left it', value === 5, value);
}
await house.intoRun();
await goesInTheMiddle(second, house);
const [unloaded, said] = await run('rmmod', 'dsmil');
test('nobody holds a module whose daemon has ended', unloaded === 0, said);
await run('modprobe', ...MODULE);

const third = await house.start();
await recovers(house);
await isReplaced(third, house);
await run('sh', '-c', `echo dsmil >${DRIVER}/unbind`);
const idle = await house.serviceEnded();
test('a daemon that does nothing ends with 75, too, when its module goes', fenced(idle), idle);
process.exitCode = failed ? 1 : 0;
