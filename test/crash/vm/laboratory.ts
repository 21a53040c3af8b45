// SPDX-License-Identifier: Apache-2.0
// The machine, frozen at the moment before it writes, and the disk of that moment. Each run wakes it
// with a copy of the disk, kills it as planned, and judges what is left.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract, mend, newFileSystem, writeImage } from './file-system.ts';
import { judge } from './judge.ts';
import { Machine } from './machine.ts';
import { type Moment, NbdServer } from './nbd-server.ts';
import { folderOf } from './orders.ts';
import { CUT_LATER, type Plan } from './plan.ts';
import { PowerDisk } from './power-disk.ts';

const LAYERS = fileURLToPath(new URL('layers.sh', import.meta.url));
/** A loaded host takes its time. {unit ms} */
const PATIENCE_MS = 600_000;

export interface Outcome {
  readonly faults: readonly string[];
  /** Units and audit entries that were acknowledged in this run. */
  readonly acknowledged: number;
  /** Writes that no flush had covered. */
  readonly unflushed: number;
  /** Requests that the disk had not answered. */
  readonly unanswered: number;
  /** In what request the cut fell. */
  readonly moment: Moment;
  /** The file system's journal had something to play back. */
  readonly replayed: boolean;
}

export class Laboratory {
  readonly #place: string;
  #image: Buffer = Buffer.alloc(0);
  /** What the writer said before it was frozen. */
  #before: readonly string[] = [];

  private constructor(place: string) {
    this.#place = place;
    process.once('exit', () => this.close());
  }

  static async open(): Promise<Laboratory> {
    const made = new Laboratory(mkdtempSync(join(tmpdir(), 'dsmil-power-')));
    try {
      await made.#prepare();
      return made;
    } catch (error) {
      made.close();
      throw error;
    }
  }

  close(): void {
    rmSync(this.#place, { recursive: true, force: true });
  }

  /** @keep, when given, gets the disk's image and what was said, if anything is wrong. */
  async run(plan: Plan, keep: string | undefined): Promise<Outcome> {
    const scratch = join(this.#place, 'run');
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    const disk = new PowerDisk(this.#image);
    const { said, ...cut } = await this.#killed(plan, disk, scratch);
    const left =
      plan.keeps === 'everything' ? disk.everything() : disk.remains(plan.chance, plan.keeps);
    const path = join(scratch, 'disk');
    writeImage(path, left);
    const { replayed, damage } = mend(path);
    const faults = damage === undefined ? [] : [`the file system is damaged: ${damage}`];
    faults.push(...kernelComplaints(join(scratch, 'log')));
    const { fresh } = plan.orders;
    faults.push(
      ...(await this.#judge(scratch, false, fresh ? this.#before : [...this.#before, ...said])),
    );
    if (fresh) {
      faults.push(...(await this.#judge(scratch, true, said)));
    }
    if (faults.length > 0 && keep !== undefined) {
      mkdirSync(keep, { recursive: true });
      writeImage(join(keep, 'disk-after-the-cut'), left);
      writeFileSync(join(keep, 'said'), `${[...this.#before, ...said].join('\n')}\n`);
      cpSync(scratch, join(keep, 'run'), { recursive: true, filter: isPlain });
    }
    const acknowledged = said.filter((line) => /^(ack|audit) /.test(line)).length;
    return { ...cut, faults, acknowledged, replayed };
  }

  async #judge(scratch: string, fresh: boolean, said: readonly string[]): Promise<string[]> {
    const folder = folderOf({ fresh });
    if (!extract(join(scratch, 'disk'), folder, scratch)) {
      return fresh && !said.includes('opened') ? [] : [`the folder ${folder} is gone`];
    }
    const faults = await judge(join(scratch, folder), said);
    return faults.map((fault) => `${folder}: ${fault}`);
  }

  async #killed(plan: Plan, disk: PowerDisk, scratch: string) {
    let left = plan.cutAt;
    let moment: Moment | undefined;
    let kill = (): void => undefined;
    const killed = new Promise<void>((resolve) => {
      kill = resolve;
    });
    const onMoment = (now: Moment): void => {
      left -= now === 'read' ? 0 : 1;
      const fits = disk.pending >= plan.unflushed || left < -CUT_LATER;
      if (left <= 0 && fits && moment === undefined) {
        moment = now;
        disk.cut();
        kill();
      }
    };
    const socket = join(scratch, 'nbd');
    const server = await NbdServer.listen({ path: socket, disk, latency: plan.latency, onMoment });
    const files = { frozen: this.#place, scratch, disk: socket };
    const machine = await Machine.start(files, true);
    let timer: NodeJS.Timeout | undefined;
    try {
      machine.power.say(JSON.stringify(plan.orders));
      await Promise.race([
        killed,
        machine.power.ended().then(() => {
          throw new Error(`the machine ended by itself: ${machine.log()}`);
        }),
        new Promise((_, reject) => {
          const late = (): void => reject(new Error(`no cut came: ${machine.log()}`));
          timer = setTimeout(late, PATIENCE_MS);
        }),
      ]);
    } finally {
      clearTimeout(timer);
      await machine.kill();
      await server.close();
    }
    if (server.failure !== undefined) {
      throw server.failure;
    }
    return {
      said: machine.power.all,
      moment: moment ?? 'read',
      unflushed: disk.pending,
      unanswered: server.unanswered,
    };
  }

  async #prepare(): Promise<void> {
    const scratch = join(this.#place, 'freeze');
    mkdirSync(scratch);
    execFileSync(LAYERS, [this.#place], { stdio: ['ignore', 'ignore', 'inherit'] });
    const disk = new PowerDisk(newFileSystem(join(scratch, 'disk')));
    const socket = join(scratch, 'nbd');
    const nothing = (): void => undefined;
    const server = await NbdServer.listen({
      path: socket,
      disk,
      latency: () => 0,
      onMoment: nothing,
    });
    const machine = await Machine.start({ frozen: this.#place, scratch, disk: socket }, false);
    try {
      const wanted = (line: string): boolean => line === 'ready' || line.startsWith('problem');
      const line = await machine.power.next(wanted, PATIENCE_MS);
      if (line !== 'ready') {
        throw new Error(`the writer cannot work: ${line}`);
      }
      await machine.freeze();
    } catch (error) {
      throw new Error(`the machine was not frozen:\n${machine.log()}`, { cause: error });
    } finally {
      await machine.kill();
      await server.close();
    }
    this.#before = machine.power.all;
    this.#image = disk.everything();
  }
}

/** A cut is silent: until it, the machine has seen a disk that works. */
function kernelComplaints(log: string): string[] {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines
    .filter((line) =>
      /EXT4-fs (error|warning)|JBD2: .*rror|I\/O error|BUG:|WARNING:|Oops/.test(line),
    )
    .map((line) => `the machine's kernel says: ${line.trim()}`);
}

/** Sockets cannot be copied. */
function isPlain(path: string): boolean {
  return !/\/(nbd|qmp|power)$/.test(path);
}
