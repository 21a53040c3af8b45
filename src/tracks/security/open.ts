// SPDX-License-Identifier: Apache-2.0
// Opens track B from its storage.
import { randomBytes } from 'node:crypto';
import { Severity } from '../../core/model/enums.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { CharterMark } from '../../core/ports/charter-mark.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type { Charter } from './charter/charter.ts';
import { CharterOffice } from './charter/office.ts';
import type { RevisionRow } from './charter/revision.ts';
import { verifyCharter } from './charter/verify.ts';
import { CharterTamperedError } from './errors.ts';
import { Keeper } from './memory/keeper.ts';
import { SecurityMemory } from './memory/memory.ts';
import type { SecurityStorage } from './memory/storage.ts';
import { type Happening, Recorder } from './recorder.ts';
import { SecurityTrack } from './security-track.ts';
import { Sentinel } from './sentinel.ts';

export interface SecurityOptions {
  readonly storage: SecurityStorage;
  /** The newest that the audit log says of the charter; undefined: it says nothing. */
  readonly mark: CharterMark | undefined;
  readonly audit: AuditLog;
  readonly events: EventLog;
  readonly clock: Clock;
  /** Latches the emergency stop because of a threat; must neither wait nor throw. */
  readonly stop: (reason: string) => void;
  /** Failures that nobody waits for: a record not written, a state not saved. */
  readonly fault: (error: Error) => void;
  /** Not to be guessed; the system's when absent. */
  readonly random?: (count: number) => Uint8Array;
}

/**
 * Reads what is stored, and goes on from there. Rejects when it cannot be read. Persons, keys and policy
 * that are not to be believed are none: the track opens, charterFault says why, fault() is told, and
 * nothing is allowed but a stop.
 */
export async function openSecurityTrack(options: SecurityOptions): Promise<SecurityTrack> {
  const { storage, audit, events, clock, stop, fault, random = randomBytes } = options;
  const { parts, revisions } = await storage.load();
  const { provisional } = storage;
  const sequences = new Map<number, number>();
  let track: SecurityTrack | null = null;
  const moved = (device: number | null): void => track?.moved(device);
  const recorded = (device: number, index: number): void => {
    sequences.set(device, Math.max(sequences.get(device) ?? 0, index + 1));
    moved(device);
  };
  const recorder = new Recorder({ audit, events, clock, fault, recorded });
  const charter = provisional?.charter ?? (await believed(revisions, options.mark, recorder));
  const memory = new SecurityMemory(clock, parts, charter);
  const keeper = new Keeper(storage, (part, key) => memory.read(part, key), fault);
  const sentinel = new Sentinel({ memory, keeper, recorder, clock, stop, fault, moved });
  const office = new CharterOffice({
    memory,
    keeper,
    recorder,
    clock,
    random,
    provisional: provisional !== undefined,
    fault,
    stored: async () => (await storage.load()).revisions,
    untrusted: (error) => {
      sentinel.distrust(error.message);
      fault(error);
    },
    uncertain: (error) => sentinel.distrust(`it is not known what was stored: ${error.message}`),
    enacted: (change) => {
      if (change?.change === 'clear') {
        sentinel.clear(change.target);
      }
      moved(null);
    },
  });
  const fields = {
    memory,
    sentinel,
    get auditDurable(): boolean {
      return recorder.auditDurable;
    },
    auditSequence: (device: number) => sequences.get(device) ?? 0,
  };
  const tell = (kind: string, severity: Severity, details: Happening['details']): void =>
    recorder.tell({ kind, severity, actor: 'system', device: null, details });
  if (provisional !== undefined) {
    tell('provisional', Severity.WARNING, { what: provisional.what });
  }
  if (charter instanceof CharterTamperedError) {
    const { fault: what, revision, problem } = charter;
    tell('charter.untrusted', Severity.EMERGENCY, { fault: what, revision, problem });
    fault(charter);
  }
  track = new SecurityTrack({ memory, keeper, recorder, sentinel, office, fields, fault });
  return track;
}

/** The charter that @revisions make and the audit log knows; or why there is none. */
async function believed(
  revisions: readonly RevisionRow[],
  mark: CharterMark | undefined,
  recorder: Recorder,
): Promise<Charter | CharterTamperedError> {
  const verdict = verifyCharter(revisions, mark);
  if ('tampered' in verdict) {
    return verdict.tampered;
  }
  const { charter, settled } = verdict;
  return settled ? charter : await settle(charter, recorder);
}

/** A change was on its way when the daemon ended. What became of it is said once, for good. */
async function settle(
  charter: Charter,
  recorder: Recorder,
): Promise<Charter | CharterTamperedError> {
  const { revision, hash } = charter;
  const severity = Severity.WARNING;
  const about = { kind: 'change.found', severity, actor: 'system', device: null, details: {} };
  try {
    await recorder.mark(about, { step: 'in_force', head: { revision, hash } });
    return charter;
  } catch (error) {
    const problem = 'a change was on its way, and the audit log takes no word of what became of it';
    return new CharterTamperedError('UNSETTLED', revision, problem, { cause: error });
  }
}
