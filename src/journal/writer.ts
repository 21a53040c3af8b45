// SPDX-License-Identifier: Apache-2.0
// The way of one start's lines into the store.
import type { AuditClass, AuditEntry, AuditLog } from '../core/ports/audit-log.ts';
import type { WriteClass, WriteUnit } from '../store/contract.ts';
import type { PiggybackStore } from './piggyback.ts';
import { MODULE } from './tables.ts';
import { resultsOf } from './thrown.ts';

export interface LineWriterParts {
  /** The one that the audit log was opened with: then a line and its entry share an fsync. */
  readonly store: PiggybackStore;
  readonly audit: AuditLog;
  readonly incarnation: number;
  /** Hears of entries beside a line that did not come into the audit log. */
  readonly problem: (error: unknown) => void;
}

export class LineWriter {
  readonly incarnation: number;
  readonly #parts: LineWriterParts;

  constructor(parts: LineWriterParts) {
    this.#parts = parts;
    this.incarnation = parts.incarnation;
  }

  query(name: string, argument: unknown): Promise<unknown> {
    return this.#parts.store.query(MODULE, name, argument);
  }

  #unit(name: string, argument: object, writeClass: WriteClass): WriteUnit {
    const command = {
      module: MODULE,
      name,
      argument: { ...argument, incarnation: this.incarnation },
    };
    return { writeClass, commands: [command] };
  }

  /** Durable when it resolves, with what the command answers. */
  async write(name: string, argument: object, writeClass: WriteClass = 'normal'): Promise<unknown> {
    const [outcome] = await this.#parts.store.write([this.#unit(name, argument, writeClass)]);
    return resultsOf(outcome)[0];
  }

  /** Resolves when line and entry are both durable. A refused entry keeps the line out, if it can. */
  async writeWith(name: string, argument: object, entry: AuditEntry): Promise<unknown> {
    const { told, written } = this.#together(name, argument, entry, 'intent');
    const [line] = await Promise.all([written, told]);
    return line;
  }

  /** Resolves when the line is durable; the entry goes with it, and who waits for it is nobody. */
  async writeAndTell(name: string, argument: object, entry: AuditEntry): Promise<unknown> {
    const { told, written } = this.#together(name, argument, entry, 'ordinary');
    told.catch(this.#parts.problem);
    return await written;
  }

  #together(name: string, argument: object, entry: AuditEntry, auditClass: AuditClass) {
    const { store, audit } = this.#parts;
    const ride = store.ride([this.#unit(name, argument, 'normal')]);
    const told = audit.append(entry, auditClass);
    if (auditClass !== 'intent' && !audit.durable) {
      // The entry waits for a sink; the line has no reason to.
      ride.depart();
    }
    told.then(
      () => ride.depart(),
      () => (auditClass === 'intent' ? ride.cancel() : ride.depart()),
    );
    const written = ride.outcomes.then(([outcome]) => resultsOf(outcome)[0]);
    return { told, written };
  }
}
