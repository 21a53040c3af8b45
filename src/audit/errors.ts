// SPDX-License-Identifier: Apache-2.0
// What the audit log throws. Codes are stable; texts are for people: what, where, what to do.

/** Something that should not be, found by looking: where it is, and what to do about it. */
export interface Finding {
  /** Stable: LEAF_CHANGED, HEAD_AHEAD, … */
  readonly code: string;
  readonly message: string;
  /** The file. */
  readonly path: string;
  /** The entry's index, where there is one. */
  readonly index?: number | undefined;
  /** In the file. {unit bytes} */
  readonly offset?: number | undefined;
  readonly advice: string;
}

/** The base: catch this to catch all that the audit log throws itself. */
export abstract class AuditError extends Error {
  readonly code: string;

  constructor(name: string, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.code = code;
  }
}

/** What is recorded is not what was recorded. Nothing was opened, nothing was changed. */
export class AuditTamperedError extends AuditError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const words = findings.map(describeFinding);
    super('AuditTamperedError', 'ERR_DSMIL_AUDIT_TAMPERED', words.join('\n'));
    this.findings = findings;
  }
}

/** No sink took it. The caller does nothing that needed it. */
export class AuditUnavailableError extends AuditError {
  /** 'none': it was not recorded, and will not be. 'later': it has its place, and comes into the log with a sink. */
  readonly effect: 'none' | 'later';

  constructor(message: string, effect: 'none' | 'later', options?: ErrorOptions) {
    super('AuditUnavailableError', 'ERR_DSMIL_AUDIT_UNAVAILABLE', message, options);
    this.effect = effect;
  }
}

/** So many entries wait for a sink that no more are taken. Nothing was recorded. */
export class AuditFullError extends AuditError {
  constructor(waiting: number, limit: number) {
    super(
      'AuditFullError',
      'ERR_DSMIL_AUDIT_FULL',
      `${waiting} bytes wait for a sink, the limit is ${limit}: a disk is stalled or full; ` +
        'only stops are recorded until one of the sinks goes on',
    );
  }
}

/** The log was closed. 'none': nothing was recorded. 'unknown': it was on its way, and opening again decides. */
export class AuditClosedError extends AuditError {
  readonly effect: 'none' | 'unknown';

  constructor(effect: 'none' | 'unknown') {
    const words = {
      none: 'the audit log is closed: open it again',
      unknown:
        'the audit log was closed before a sink had the entry for sure: it may be in the log or not',
    };
    super('AuditClosedError', 'ERR_DSMIL_AUDIT_CLOSED', words[effect]);
    this.effect = effect;
  }
}

/** Text that is not a signed note, a checkpoint, a policy, a proof: which line, and what is wrong. */
export class AuditFormatError extends AuditError {
  constructor(what: string, problem: string, options?: ErrorOptions) {
    super('AuditFormatError', 'ERR_DSMIL_AUDIT_FORMAT', `${what} ${problem}`, options);
  }
}

/** A key file that is missing, of the wrong kind, or open to others. */
export class AuditKeyError extends AuditError {
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super('AuditKeyError', 'ERR_DSMIL_AUDIT_KEY', `${path} ${problem}`, options);
  }
}

/** A path that is none of what was expected there; nothing was looked at. */
export class AuditInputError extends AuditError {
  constructor(message: string, options?: ErrorOptions) {
    super('AuditInputError', 'ERR_DSMIL_AUDIT_INPUT', message, options);
  }
}

export function describeFinding(finding: Finding): string {
  const where = [
    finding.path,
    ...(finding.index === undefined ? [] : [`entry ${finding.index}`]),
    ...(finding.offset === undefined ? [] : [`byte ${finding.offset}`]),
  ].join(', ');
  return `${where}: ${finding.message}. ${finding.advice}`;
}
