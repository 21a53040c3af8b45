// SPDX-License-Identifier: Apache-2.0
// What remembers, as the daemon puts it together: a store with the audit log and the events in it, and a
// ledger whose units show when one is there by half. The same code opens it in the machine and, after
// the cut, on the host.
import { mkdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import {
  type AuditPlaces,
  auditModule,
  openAuditLog,
  prepareKeys,
} from '../../../src/audit/open.ts';
import { ClearanceLevel, EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import { SystemClock } from '../../../src/daemon/local/system-clock.ts';
import type { EventBus } from '../../../src/events/bus.ts';
import { openEvents } from '../../../src/events/open.ts';
import { eventsModule } from '../../../src/events/store-log.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';

export const LEDGER = 'ledger';
export const SUBJECT = 'power.written';
// The same extension as this file: .ts under type stripping, .js as compiled for the machine.
const LEDGER_FILE = `../../unit/store/ledger-module${extname(import.meta.url)}`;
const LEDGER_URL = new URL(LEDGER_FILE, import.meta.url).href;

export function placesIn(directory: string): AuditPlaces & { readonly store: string } {
  return {
    origin: 'host.example/dsmil/audit',
    keys: join(directory, 'keys'),
    headPath: join(directory, 'head'),
    leafPath: join(directory, 'leaves'),
    store: join(directory, 'store'),
  };
}

export interface Product {
  readonly store: StoreHandle;
  readonly audit: AuditHandle;
  readonly events: EventBus;
  close(): Promise<void>;
}

/** @onProblem hears what fails beside: nothing of it may happen on a disk that works. */
export async function openProduct(
  directory: string,
  onProblem: (problem: string) => void,
): Promise<Product> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const places = placesIn(directory);
  const clock = new SystemClock();
  prepareKeys(places);
  const module = eventsModule([]);
  const store = await openStore({
    directory: places.store,
    modules: [auditModule(places), module.reference, { url: LEDGER_URL, options: undefined }],
    // A short log: it is emptied and begun anew many times in a run.
    limits: { walBytes: 131_072, reserveBytes: 65_536 },
    verify: 'always',
  });
  try {
    store.onStateChange(({ state, error }) => {
      if (state === 'full' || state === 'failed') {
        onProblem(`the store is ${state}: ${error?.message}`);
      }
    });
    const audit = await openAuditLog({
      ...places,
      store,
      storePath: places.store,
      clock,
      onSink: (name, error) => {
        if (error !== undefined) {
          onProblem(`the audit log's ${name} failed: ${error.message}`);
        }
      },
    });
    try {
      const events = await openEvents({
        store,
        module,
        keys: join(directory, 'cursor.key'),
        clock,
        authorize: () => true,
        notice: ({ kind }) => onProblem(`the events say: ${kind}`),
      });
      return {
        store,
        audit,
        events,
        async close() {
          await events.close();
          await audit.close();
          await store.close();
        },
      };
    } catch (error) {
      await audit.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}

export function eventOf(name: string): Publication {
  return {
    subject: SUBJECT,
    type: EventType.SYSTEM_STATUS_CHANGED,
    severity: Severity.INFO,
    source: Track.ORCHESTRATOR,
    clearance: ClearanceLevel.NONE,
    compartments: [],
    at: Date.now(),
    data: { name },
  };
}

export function entryOf(name: string): AuditEntry {
  return {
    kind: 'operation.intent',
    severity: Severity.INFO,
    actor: 'alice',
    device: 0x8003,
    coordinationId: name,
    clearance: 0,
    compartments: [],
    at: Date.now(),
    details: { register: 'config0' },
  };
}
