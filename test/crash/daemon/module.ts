// SPDX-License-Identifier: Apache-2.0
// dsmil.ko over simulated hardware, in the test machine: lost when it is unbound. The next one is the same
// module bound again, or one that was loaded anew, in turn.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { tokenName } from '../../../src/core/model/device.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import type { Kernel } from './kernel.ts';
import { patiently, SLOWNESS } from './patience.ts';
import { DEVICES } from './wishes.ts';

const NAME = 'dsmil';
const PARAMETERS = ['backend=sim', 'allow_writes=1', 'thermal=none', 'poll_ms=1000'];
const DRIVER = '/sys/bus/platform/drivers/dsmil';
const CONTROL = '/sys/kernel/debug/dsmil/sim';
const WRONG_READBACK = 0x8;
const WRONG_BITS = 0x4000_0000;
const NS_PER_MS = 1_000_000;
/** Until nobody has it open any more: the dead daemon's helper may, for a moment. {unit ms} */
const UNLOAD_LIMIT_MS = 10_000 * SLOWNESS;
/** As long as it may be. {unit ms} */
const READ_MS = 5_000;

function run(program: string, ...given: string[]): string | undefined {
  const { status, stderr, error } = spawnSync(program, given, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

export class Module implements Kernel {
  readonly device = '/dev/dsmil';
  readonly loss = { STRIKE_UNBIND: `${DRIVER}/unbind` };
  readonly deadmanMs = 5_000 * SLOWNESS;
  #path: DevicePath | undefined;
  #times = 0;

  get plugged(): boolean {
    return existsSync(`${DRIVER}/${NAME}`);
  }

  async plug(): Promise<void> {
    this.#path?.close();
    this.#times += 1;
    if (this.#times > 1 && this.#times % 2 === 0) {
      writeFileSync(`${DRIVER}/bind`, NAME);
    } else {
      await this.#unload();
      const problem = run('modprobe', NAME, ...PARAMETERS);
      if (problem !== undefined) {
        throw new Error(`modprobe: ${problem}`);
      }
    }
    this.#path = await patiently('/dev/dsmil', UNLOAD_LIMIT_MS, async () =>
      existsSync(this.device) ? await DevicePath.open({ path: this.device }) : undefined,
    );
  }

  async register(device: number, register: number): Promise<number> {
    if (this.#path === undefined) {
      throw new Error('the module is not loaded');
    }
    const { value } = await this.#path.read({
      device,
      registerIndex: register,
      timeoutMs: READ_MS,
    });
    return value;
  }

  setRegister(device: number, register: number, value: number): Promise<void> {
    return tell(`set ${tokenName(device)} ${register} ${value.toString(16)}`);
  }

  slow(device: number, ms: number): Promise<void> {
    return tell(`latency ${tokenName(device)} ${ms * NS_PER_MS}`);
  }

  breakOne(device: number): Promise<void> {
    const [bits, mask] = [WRONG_READBACK, WRONG_BITS].map((one) => one.toString(16));
    return tell(`fault ${tokenName(device)} ${bits} ${mask}`);
  }

  async mend(): Promise<void> {
    for (const device of DEVICES) {
      await tell(`clear ${tokenName(device)}`);
    }
  }

  async end(): Promise<void> {
    this.#path?.close();
    await this.#unload();
  }

  async #unload(): Promise<void> {
    let problem = '';
    try {
      await patiently('rmmod', UNLOAD_LIMIT_MS, () => {
        const loaded = existsSync(`/sys/module/${NAME}`);
        problem = (loaded ? run('rmmod', NAME) : undefined) ?? '';
        return problem === '' ? true : undefined;
      });
    } catch (error) {
      throw new Error(`rmmod: ${problem}`, { cause: error });
    }
  }
}

async function tell(command: string): Promise<void> {
  writeFileSync(CONTROL, command);
  await Promise.resolve();
}
