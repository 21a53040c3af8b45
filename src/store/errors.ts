// SPDX-License-Identifier: Apache-2.0
// Every error of the store has a class and a stable code, and says whether what was asked may have
// happened all the same.

/**
 * 'none': nothing of it happened. 'unknown': it was under way; whether it happened is known after
 * the store was opened again.
 */
export type Effect = 'none' | 'unknown';

export class StoreError extends Error {
  readonly code: string;
  readonly effect: Effect;

  constructor(code: string, message: string, effect: Effect = 'none', options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.effect = effect;
  }
}

/** An option or argument outside its range; nothing was done. */
export class StoreArgumentError extends StoreError {
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(field: string, value: unknown, allowed: string) {
    super('ERR_DSMIL_STORE_ARGUMENT', `${field} is ${show(value)}: it must be ${allowed}`);
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }
}

/** The queue is full: the disk is slower than what is asked of it. Or another process is in the way. */
export class StoreBusyError extends StoreError {
  readonly units: number;
  readonly bytes: number;

  constructor(what: string, units: number, bytes: number, cause?: unknown) {
    super(
      'ERR_DSMIL_STORE_BUSY',
      `${what} is busy (${units} waiting, ${bytes} bytes): ask again a little later`,
      'none',
      { cause },
    );
    this.units = units;
    this.bytes = bytes;
  }
}

/** The disk is full. Recovers by itself when there is space. */
export class StoreFullError extends StoreError {
  /** What must be freed on the store's file system before it takes normal records again. */
  readonly neededBytes: number;

  constructor(directory: string, neededBytes: number) {
    super(
      'ERR_DSMIL_STORE_FULL',
      `the file system of ${directory} is full: free ${neededBytes} bytes there; ` +
        'the store then goes on by itself, and takes stop records until its reserve is used up',
    );
    this.neededBytes = neededBytes;
  }
}

/** The disk, the database or a thread failed: nothing is taken until the store is opened again. */
export class StoreFailedError extends StoreError {
  constructor(reason: string, effect: Effect, cause?: unknown) {
    super(
      'ERR_DSMIL_STORE_FAILED',
      `the store has failed: ${reason}; check the disk (dmesg, SMART), then close the store and ` +
        'open it again, which verifies it',
      effect,
      { cause },
    );
  }
}

export class StoreClosedError extends StoreError {
  constructor(effect: Effect = 'none') {
    super('ERR_DSMIL_STORE_CLOSED', 'the store is closed', effect);
  }
}

/** Another process has the store open. */
export class StoreLockedError extends StoreError {
  /** Undefined when the system does not tell. */
  readonly pid: number | undefined;

  constructor(directory: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      'ERR_DSMIL_STORE_LOCKED',
      `${directory} is in use by ${who}: stop that one first, or use another directory`,
    );
    this.pid = pid;
  }
}

/** Files that others could have put there, read or changed. */
export class StoreAccessError extends StoreError {
  readonly path: string;

  constructor(path: string, problem: string, cure: string) {
    super('ERR_DSMIL_STORE_ACCESS', `${path} ${problem}: ${cure}`);
    this.path = path;
  }
}

/** The database is of a newer version, of another program, or its migrations were changed. */
export class StoreSchemaError extends StoreError {
  constructor(message: string) {
    super('ERR_DSMIL_STORE_SCHEMA', message);
  }
}

/** The database does not verify. */
export class StoreCorruptError extends StoreError {
  readonly findings: readonly string[];

  constructor(path: string, findings: readonly string[]) {
    const first = findings[0] ?? 'it cannot be read';
    const more = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
    super(
      'ERR_DSMIL_STORE_CORRUPT',
      `${path} is damaged: ${first}${more}; keep a copy of the directory, then restore a backup`,
    );
    this.findings = findings;
  }
}

/** Nobody waits for the answer any more: aborted, and @cause is the signal's reason; or the deadline passed. */
export class StoreQueryAbortedError extends StoreError {
  constructor(query: string, why: string, cause?: unknown) {
    super('ERR_DSMIL_STORE_QUERY_ABORTED', `${query} was given up: ${why}`, 'none', { cause });
  }
}

/** A backup that could not be made or does not verify. The store it was made of is untouched. */
export class StoreBackupError extends StoreError {
  constructor(path: string, problem: string, cause?: unknown) {
    super('ERR_DSMIL_STORE_BACKUP', `the backup ${path} ${problem}`, 'none', { cause });
  }
}

/** To restore this would take back what is known to have happened. */
export class StoreRollbackError extends StoreError {
  /** What would be lost, one line each. */
  readonly losses: readonly string[];

  constructor(backup: string, losses: readonly string[]) {
    super(
      'ERR_DSMIL_STORE_ROLLBACK',
      `to restore ${backup} would take back what has happened: ${losses.join('; ')}; take a newer ` +
        'backup, or accept the loss in words that are kept (acceptRollback)',
    );
    this.losses = losses;
  }
}

/** A module that cannot be loaded or breaks the contract. */
export class StoreModuleError extends StoreError {
  constructor(module: string, problem: string, effect: Effect = 'none', cause?: unknown) {
    super('ERR_DSMIL_STORE_MODULE', `the store's module ${module} ${problem}`, effect, { cause });
  }
}

/** What a module's command or query threw in its thread: name, code, text and fields are its own. */
export class StoreCommandError extends StoreError {
  /** The other fields of what was thrown, as far as they can be cloned. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    code: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ) {
    super(code, message);
    this.name = name;
    this.fields = fields;
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 64 ? `${value.slice(0, 61)}...` : value);
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    return `a ${typeof value}`;
  }
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
