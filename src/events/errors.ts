// SPDX-License-Identifier: Apache-2.0
// What src/events throws. A publication or a filter that is not one is core's InvalidArgumentError;
// the rest is here: one class and one stable code each.

export class EventsError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * What the reader asks for is not there any more, or not yet: the status OUT_OF_RANGE. Nothing was
 * skipped: a reader that goes on from `oldest` knows that events are missing before it.
 */
export class OutOfRangeError extends EventsError {
  /** Of what the log still has, for the same principal, filters and label. */
  readonly oldest: string;

  constructor(problem: string, oldest: string) {
    super(
      'ERR_DSMIL_OUT_OF_RANGE',
      `${problem}: begin again at the oldest cursor (\`oldest\`), and take what lies between as lost`,
    );
    this.oldest = oldest;
  }
}

/** Forged, damaged, of another reader, of another log, or of a key that is no longer held. */
export class CursorError extends EventsError {
  constructor(problem: string) {
    super(
      'ERR_DSMIL_CURSOR',
      `the cursor ${problem}: subscribe without a cursor, or with one that this subscription gave`,
    );
  }
}

/** A key file that is missing, malformed, or that others can read. */
export class CursorKeyError extends EventsError {
  constructor(path: string, problem: string, cure: string) {
    super('ERR_DSMIL_CURSOR_KEY', `the cursor key ${path} ${problem}: ${cure}`);
  }
}

/** Bytes that are not what the log wrote. What it says is where, and what is wrong there. */
export class SegmentError extends EventsError {
  constructor(problem: string) {
    super(
      'ERR_DSMIL_EVENT_SEGMENT',
      `a segment of the event log is damaged, ${problem}: verify the store and restore its backup`,
    );
  }
}

/** The log's revisions are not dense where they must be. */
export class LogHoleError extends EventsError {
  constructor(expected: number, found: number) {
    super(
      'ERR_DSMIL_EVENT_LOG_HOLE',
      `the event log has revision ${found} where ${expected} must be: verify the store and ` +
        'restore its backup',
    );
  }
}

/** More at once than is accepted: nothing of it was taken. */
export class LimitError extends EventsError {
  constructor(what: string, limit: number) {
    super('ERR_DSMIL_EVENTS_LIMIT', `${what}: the limit is ${limit}`);
  }
}

export class ClosedError extends EventsError {
  constructor(what: string) {
    super('ERR_DSMIL_CLOSED', `${what} is closed`);
  }
}
