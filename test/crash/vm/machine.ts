// SPDX-License-Identifier: Apache-2.0
// One machine under QEMU's software emulation: booted once, frozen to a file, and woken from that file as
// often as wanted, in a second, each time with the same memory and a disk of its own. Its memory is a
// file: shared when it is frozen, and copied on write when it is woken.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lines } from './lines.ts';

const MEMORY = '1024M';
/** A loaded host takes its time. {unit ms} */
const PATIENCE_MS = 300_000;

const KERNEL_WORDS = [
  ...readFileSync(new URL('../../../scripts/lib/vm-words', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')),
  'oops=panic',
  'rdinit=/init',
].join(' ');

export interface MachineFiles {
  /** vmlinuz, initrd; memory and state once it was frozen. */
  readonly frozen: string;
  /** Sockets and logs of this one machine; exists. */
  readonly scratch: string;
  /** Where the disk is served. */
  readonly disk: string;
}

function options({ frozen, scratch, disk }: MachineFiles, woken: boolean): string[] {
  const memory = join(frozen, 'memory');
  const ports = ['out', 'err', 'status'].flatMap((port) => [
    '-chardev',
    `file,id=${port},path=${join(scratch, port)}`,
    '-device',
    `virtserialport,chardev=${port},name=vm.${port}`,
  ]);
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max,la57=off', '-smp', '2', '-m', MEMORY],
    ...['-no-reboot', '-nodefaults', '-vga', 'none', '-display', 'none'],
    '-object',
    `memory-backend-file,id=ram,mem-path=${memory},size=${MEMORY},share=${woken ? 'off' : 'on'}`,
    ...['-machine', 'pc,memory-backend=ram'],
    ...['-kernel', join(frozen, 'vmlinuz'), '-initrd', join(frozen, 'initrd')],
    ...['-append', KERNEL_WORDS],
    ...['-chardev', `file,id=log,path=${join(scratch, 'log')}`, '-serial', 'chardev:log'],
    ...['-device', 'virtio-serial-pci', ...ports],
    '-chardev',
    `socket,id=power,path=${join(scratch, 'power')},server=on,wait=off`,
    ...['-device', 'virtserialport,chardev=power,name=vm.power'],
    ...['-qmp', `unix:${join(scratch, 'qmp')},server=on,wait=off`],
    ...['-blockdev', `driver=nbd,node-name=disk,server.type=unix,server.path=${disk}`],
    ...['-device', 'virtio-blk-pci,drive=disk,write-cache=on'],
    ...(woken ? ['-incoming', 'defer'] : []),
  ];
}

export class Machine {
  readonly power: Lines;
  readonly #qmp: Lines;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #files: MachineFiles;

  private constructor(files: MachineFiles, child: ChildProcess, power: Lines, qmp: Lines) {
    this.#files = files;
    this.#child = child;
    this.#exit = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
    this.power = power;
    this.#qmp = qmp;
  }

  /** From its kernel on, or @woken from what freeze() left. */
  static async start(files: MachineFiles, woken: boolean): Promise<Machine> {
    const child = spawn('qemu-system-x86_64', options(files, woken), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // A runner that is stopped leaves no machine behind.
    const orphan = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', orphan);
    child.once('exit', () => process.off('exit', orphan));
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const spawned = await new Promise<Error | undefined>((resolve) => {
      child.once('spawn', () => resolve(undefined));
      child.once('error', resolve);
    });
    if (spawned !== undefined) {
      throw spawned;
    }
    try {
      const alive = (): boolean => child.exitCode === null;
      const power = await Lines.connect(join(files.scratch, 'power'), alive);
      const qmp = await Lines.connect(join(files.scratch, 'qmp'), alive);
      const machine = new Machine(files, child, power, qmp);
      await machine.#command('qmp_capabilities');
      await machine.#shareMemory();
      if (woken) {
        const uri = `exec:cat '${join(files.frozen, 'state')}'`;
        await machine.#command('migrate-incoming', { uri });
        await machine.#migrated();
      }
      return machine;
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`the machine does not start: ${errors}`, { cause: error });
    }
  }

  /** The machine as it stands goes to the file, and ends. */
  async freeze(): Promise<void> {
    const state = join(this.#files.frozen, 'state');
    rmSync(state, { force: true });
    await this.#command('migrate', { uri: `exec:cat > '${state}'` });
    await this.#migrated();
    this.#qmp.say(JSON.stringify({ execute: 'quit' }));
    await this.#exit;
  }

  /** SIGKILL; when it returns, everything that the machine said has been heard. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
    await this.power.ended();
    this.#qmp.close();
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What went wrong inside, as far as it is known. */
  log(): string {
    return ['log', 'out', 'err']
      .map((name) => join(this.#files.scratch, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path, 'utf8').slice(-4000))
      .join('\n');
  }

  /** Memory is in its own file, not in the state's. */
  async #shareMemory(): Promise<void> {
    const capabilities = [{ capability: 'x-ignore-shared', state: true }];
    await this.#command('migrate-set-capabilities', { capabilities });
  }

  async #migrated(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const { status } = (await this.#command('query-migrate')) as { status?: string };
      if (status === 'completed') {
        return;
      }
      if (status === 'failed' || performance.now() > end) {
        throw new Error(`the machine's state was not carried over: ${status}`);
      }
      await sleep(20);
    }
  }

  async #command(execute: string, given?: object): Promise<unknown> {
    const from = this.#qmp.all.length;
    this.#qmp.say(JSON.stringify({ execute, ...(given !== undefined && { arguments: given }) }));
    const isAnswer = (line: string): boolean => /^\{"(return|error)"/.test(line);
    const line = await this.#qmp.next(isAnswer, PATIENCE_MS, from);
    const answer = JSON.parse(line) as { return?: unknown; error?: { desc: string } };
    if (answer.error !== undefined) {
      throw new Error(`${execute}: ${answer.error.desc}`);
    }
    return answer.return;
  }
}
