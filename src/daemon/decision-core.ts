// SPDX-License-Identifier: Apache-2.0
// Everything that decides and remembers, over one device: opened in the order in which each needs the
// other, closed the other way round.
import type { AuditHandle } from '../audit/client/handle.ts';
import type { HeadWitness } from '../audit/head/kernel-head.ts';
import { auditModule, openAuditLog, prepareKeys } from '../audit/open.ts';
import { readPlainText } from '../audit/plain-file.ts';
import type { Configuration } from '../config/load.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { DevicePath } from '../device/device-path.ts';
import type { StopView } from '../device/snapshot.ts';
import type { EventBus } from '../events/bus.ts';
import { openEvents } from '../events/open.ts';
import { eventsModule } from '../events/store-log.ts';
import type { Authorize } from '../events/visibility.ts';
import { JOURNAL_MODULE } from '../journal/open.ts';
import { PiggybackStore } from '../journal/piggyback.ts';
import type { Store } from '../store/contract.ts';
import { openStore, type StoreHandle } from '../store/open.ts';
import { fixtureStorage } from '../tracks/security/fixture.ts';
import type { SecurityStorage } from '../tracks/security/memory/storage.ts';
import { openSecurityTrack } from '../tracks/security/open.ts';
import type { SecurityTrack } from '../tracks/security/security-track.ts';
import { SECURITY_MODULE, StoreStorage } from '../tracks/security/store-storage.ts';
import { emergencyEntry } from './emergency-record.ts';
import { LocalCore } from './local/local-core.ts';
import { SystemClock } from './local/system-clock.ts';
import { makeFolders, type Places } from './places.ts';
import { NO_SEAMS, type Seams } from './seams.ts';
import { StopTeller } from './stop-teller.ts';

/** How often the tracks are told that time has passed. {unit ms} */
const TICK_MS = 1_000;

export interface DecisionCoreOptions {
  /** Open; closed by its opener, after the core. */
  readonly device: DevicePath;
  readonly configuration: Configuration;
  readonly places: Places;
  /** Test principals, taken with the simulated backend alone; '' is none. */
  readonly fixtureFile: string;
  /** Remembers the log's head outside of the directory; undefined where nobody may set it. */
  readonly witness: HeadWitness | undefined;
  readonly authorize: Authorize;
  readonly seams?: Pick<Seams, 'store'>;
  /** What goes wrong beside: nothing stops because of it. */
  readonly onProblem: (error: unknown) => void;
}

interface Parts {
  readonly clock: Clock;
  readonly store: StoreHandle;
  /** The same store, as the audit log has it: what the journal writes rides with its batches. */
  readonly shared: PiggybackStore;
  readonly audit: AuditHandle;
  readonly events: EventBus;
  readonly security: SecurityTrack;
  readonly core: LocalCore;
}

export class DecisionCore implements Parts, AsyncDisposable {
  readonly clock: Clock;
  readonly store: StoreHandle;
  readonly shared: PiggybackStore;
  readonly audit: AuditHandle;
  readonly events: EventBus;
  readonly security: SecurityTrack;
  readonly core: LocalCore;
  readonly #ends: Ends;

  private constructor(parts: Parts, ends: Ends) {
    this.clock = parts.clock;
    this.store = parts.store;
    this.shared = parts.shared;
    this.audit = parts.audit;
    this.events = parts.events;
    this.security = parts.security;
    this.core = parts.core;
    this.#ends = ends;
  }

  /** Rejects with what opening one of the parts does; the others are closed then. */
  static async open(options: DecisionCoreOptions): Promise<DecisionCore> {
    const ends = new Ends(options.onProblem);
    try {
      return new DecisionCore(await openParts(options, ends), ends);
    } catch (error) {
      await ends.close();
      throw error;
    }
  }

  /** Idempotent; goes on when a part cannot end in order, which onProblem hears. */
  async close(): Promise<void> {
    await this.#ends.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What is to be closed, the last first. Unlike a disposal stack it tells of failures at once, and goes on. */
class Ends {
  readonly #ends: (() => unknown)[] = [];
  readonly #onProblem: (error: unknown) => void;

  constructor(onProblem: (error: unknown) => void) {
    this.#onProblem = onProblem;
  }

  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  async opened<T extends { close(): unknown }>(opening: Promise<T>): Promise<T> {
    const part = await opening;
    this.add(() => part.close());
    return part;
  }

  async close(): Promise<void> {
    for (let end = this.#ends.pop(); end !== undefined; end = this.#ends.pop()) {
      try {
        await end();
      } catch (error) {
        this.#onProblem(error);
      }
    }
  }
}

async function openParts(options: DecisionCoreOptions, ends: Ends): Promise<Parts> {
  const { device, configuration, places, onProblem } = options;
  const { config } = configuration;
  const clock = new SystemClock();
  makeFolders(places);
  prepareKeys(places.audit);
  const module = eventsModule(['device.*.state']);
  const { directory: _, verify, ...limits } = config.store;
  const { seams = NO_SEAMS } = options;
  const opened = await ends.opened(
    openStore({
      directory: places.store,
      modules: [auditModule(places.audit), module.reference, SECURITY_MODULE, JOURNAL_MODULE],
      verify,
      limits,
    }),
  );
  const store = seams.store(opened);
  const shared = new PiggybackStore(store);
  const audit = await ends.opened(openAudit(options, shared, clock));
  const { keysFile: __, ...eventLimits } = config.events;
  const events = await ends.opened(
    openEvents({
      store,
      module,
      keys: places.cursorKeys,
      clock,
      authorize: options.authorize,
      notice: (notice) => {
        if ('error' in notice) {
          onProblem(notice.error);
        }
        const entry = emergencyEntry(notice, clock.wall());
        if (entry !== undefined) {
          audit.append(entry, 'ordinary').catch(onProblem);
        }
      },
      limits: eventLimits,
    }),
  );
  tellStops(device, new StopTeller({ events, audit, clock, onProblem }), ends);
  const security = await ends.opened(
    openSecurityTrack({
      storage: securityStorage(options, store),
      audit,
      mark: audit.charter?.mark,
      events,
      clock,
      stop: (reason) => {
        device.stopControl.stop(reason);
      },
      fault: onProblem,
    }),
  );
  const core = await ends.opened(
    LocalCore.open({
      device,
      configuration,
      clock,
      audit,
      events,
      security,
      onProblem: (problem) => onProblem('error' in problem ? problem.error : problem),
    }),
  );
  tickTracks(security, core, ends);
  return { clock, store, shared, audit, events, security, core };
}

function openAudit(
  { places, configuration, witness, onProblem }: DecisionCoreOptions,
  store: Store,
  clock: Clock,
): Promise<AuditHandle> {
  return openAuditLog({
    ...places.audit,
    store,
    storePath: places.store,
    clock,
    checkpointMs: configuration.config.audit.checkpointMs,
    ...(witness !== undefined && { witness }),
    onSink: (name, error) => {
      if (error !== undefined) {
        onProblem(new Error(`the audit log's ${name} failed`, { cause: error }));
      }
    },
  });
}

function tellStops(device: DevicePath, stops: StopTeller, ends: Ends): void {
  const onStop = (stop: StopView): void => stops.tell(stop);
  device.on('stop', onStop);
  ends.add(() => {
    device.off('stop', onStop);
    stops.end();
  });
  // Emergencies are not repeated across a restart: whoever starts says what it finds.
  const found = device.snapshot();
  if (found.stopped) {
    stops.tell(found.stop);
  }
}

/** What time alone does in the tracks: blocks end, confirmations run out. */
function tickTracks(security: SecurityTrack, core: LocalCore, ends: Ends): void {
  const timer = setInterval(() => {
    security.tick();
    core.interface.tick();
  }, TICK_MS);
  timer.unref();
  ends.add(() => clearInterval(timer));
}

function securityStorage(
  { fixtureFile, device }: DecisionCoreOptions,
  store: StoreHandle,
): SecurityStorage {
  const storage = new StoreStorage(store);
  if (fixtureFile === '') {
    return storage;
  }
  const text = readPlainText(fixtureFile);
  return fixtureStorage({ text, path: fixtureFile, backend: device.info.backend, storage });
}
