// SPDX-License-Identifier: Apache-2.0
// The stop over a real simulator, a real store and a real audit log, without the rest of a daemon.
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import { auditModule, openAuditLog, prepareKeys } from '../../../src/audit/open.ts';
import type { Directory } from '../../../src/core/canonical/approval.ts';
import { resetBytes } from '../../../src/core/canonical/reset-decision.ts';
import { ClearanceLevel } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import { SystemClock } from '../../../src/daemon/local/system-clock.ts';
import { DeviceLatch } from '../../../src/daemon/stop/device-latch.ts';
import type { DevicePath } from '../../../src/device/device-path.ts';
import type { BeatState, HealthCheck } from '../../../src/orchestrator/stop/heartbeat.ts';
import { openStop, type StopParts } from '../../../src/orchestrator/stop/open.ts';
import type { StopParty } from '../../../src/orchestrator/stop/ports.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';
import { openRing } from '../patient-ring.ts';

const LEDGER = new URL('../../unit/store/ledger-module.ts', import.meta.url).href;

function person(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { name, keyId: `${name}-1`, publicKey: Buffer.from(x, 'base64url'), privateKey };
}

const PEOPLE = ['ann', 'bob', 'cid'].map(person);
const DIRECTORY: Directory = {
  persons: PEOPLE.map(({ name }) => ({
    person: name,
    clearance: ClearanceLevel.SECRET,
    compartments: [],
  })),
  keys: PEOPLE.map(({ name, keyId, publicKey }) => ({ person: name, keyId, publicKey })),
};

/** A track that takes a stop in, or never does. */
export class Party implements StopParty {
  readonly name: string;
  hangs = false;

  constructor(name: string) {
    this.name = name;
  }

  stopped(): Promise<void> {
    return this.hangs ? new Promise(() => undefined) : Promise.resolve();
  }
}

export interface WorldOptions {
  readonly socket: string;
  readonly ringSize?: number;
  readonly reconnect?: boolean;
  readonly lastResort?: () => void;
  readonly checks?: readonly HealthCheck[];
  readonly periodMs?: number;
  readonly beatMs?: number;
  /** How much may wait for the audit log's sinks; its usual when absent. {unit bytes} */
  readonly auditBytes?: number;
  /** Without a disk: for a process that is killed. */
  readonly noDisk?: boolean;
}

interface Disk {
  readonly store: StoreHandle;
  readonly audit: AuditHandle;
}

async function openDisk(folder: string, clock: SystemClock, auditBytes?: number): Promise<Disk> {
  const places = {
    origin: 'host.example/dsmil/audit',
    keys: join(folder, 'keys'),
    headPath: join(folder, 'head'),
    leafPath: join(folder, 'leaves'),
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  prepareKeys(places);
  const directory = join(folder, 'store');
  const limits = { walBytes: 1 << 20, reserveBytes: 65_536 };
  const store = await openStore({
    directory,
    modules: [auditModule(places), { url: LEDGER, options: undefined }],
    limits,
  });
  const audit = await openAuditLog({
    ...places,
    store,
    storePath: directory,
    clock,
    ...(auditBytes !== undefined && { limits: { waitingBytes: auditBytes } }),
  });
  return { store, audit };
}

export class World implements AsyncDisposable {
  readonly clock = new SystemClock();
  readonly security = new Party('security');
  readonly ui = new Party('interface');
  readonly published: Publication[] = [];
  readonly problems: unknown[] = [];
  readonly beats: BeatState[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'dsmil-stop-'));
  device!: DevicePath;
  latch!: DeviceLatch;
  parts!: StopParts;
  disk: Disk | undefined;

  static async open(options: WorldOptions): Promise<World> {
    const world = new World();
    await world.#open(options);
    return world;
  }

  get stop() {
    return this.parts.stop;
  }

  async #open(options: WorldOptions): Promise<void> {
    const { socket: path, ringSize = 65_536, reconnect = false, noDisk = false } = options;
    const { clock, security, ui, published, problems, beats } = this;
    this.device = await openRing({ path, mode: 'read-write', ringSize, reconnect });
    this.latch = new DeviceLatch(this.device);
    this.disk = noDisk ? undefined : await openDisk(this.folder, clock, options.auditBytes);
    const nowhere = { durable: true, append: () => Promise.resolve({ index: 0, leafHash: '' }) };
    this.parts = openStop({
      kernel: this.latch,
      deadman: this.latch,
      parties: [security, ui],
      coordinator: { stop: () => undefined },
      lastResort: options.lastResort ?? (() => undefined),
      labelOf: () => ({ clearance: ClearanceLevel.NONE, compartments: [] }),
      events: { publish: (publication) => published.push(publication) },
      audit: this.disk?.audit ?? nowhere,
      clock,
      // A machine that stands still for a second is no matter of these tests but where they say so.
      periodMs: options.periodMs ?? 60_000,
      beatMs: options.beatMs ?? 200,
      checks: options.checks ?? [],
      onBeat: (state) => beats.push(state),
      directory: () => DIRECTORY,
      resetDemand: { clearance: ClearanceLevel.SECRET, compartments: [] },
      onProblem: (error) => problems.push(error),
    });
  }

  /** The next step of a reset, by the person of that index. */
  async step(index: number): Promise<void> {
    const signer = PEOPLE[index];
    if (signer === undefined) {
      throw new Error(`there is no person ${index}`);
    }
    const offer = this.parts.reset.offer();
    const signature = sign(null, resetBytes(offer), signer.privateKey);
    await this.parts.reset.take(offer.nonce, { keyId: signer.keyId, signature });
  }

  /** From LATCHED to RUN, as it must be done. */
  async run(): Promise<void> {
    for (const index of [0, 1, 2]) {
      await this.step(index);
    }
  }

  /** The store's thread does nothing else for so long. */
  stall(ms: number): Promise<unknown> {
    return this.#misuse('sleep', ms);
  }

  /** The store's thread does nothing else until there is a file of this name. */
  hold(until: string): Promise<unknown> {
    return this.#misuse('hold', until);
  }

  #misuse(name: string, argument: number | string): Promise<unknown> {
    if (this.disk === undefined) {
      throw new Error('this world has no disk');
    }
    const commands = [{ module: 'ledger', name, argument }];
    return this.disk.store.write([{ writeClass: 'normal', commands }]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.parts.end({ inFlight: 0 });
    this.device.close();
    await this.disk?.audit.close();
    await this.disk?.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Looks every few milliseconds; what it was waiting for in the message when it never came. */
export async function until(what: string, holds: () => boolean, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) {
      throw new Error(`${what} did not happen within ${limitMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
