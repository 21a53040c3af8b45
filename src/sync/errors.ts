// SPDX-License-Identifier: Apache-2.0

/** A token that the synchronizer was not given; nothing was done. */
export class UnknownDeviceError extends Error {
  override readonly name = 'UnknownDeviceError';
  readonly code = 'ERR_DSMIL_SYNC_UNKNOWN_DEVICE';
  readonly device: number;

  constructor(device: number) {
    super(`device is 0x${device.toString(16).toUpperCase()}: it must be one that is synchronized`);
    this.device = device;
  }
}

export type DecisionProblem =
  /** Nobody disagrees about the field (any more). */
  | 'NOT_OPEN'
  /** The field's strategy is not USER_MEDIATED: people are not asked. */
  | 'NOT_MEDIATED'
  /** The set has changed since it was shown: look again. */
  | 'SET_MOVED'
  /** No track said that. */
  | 'NOT_SAID'
  /** Weaker than the safest word on a safety field: that takes two persons. */
  | 'TWO_PERSONS';

const CURE: Readonly<Record<DecisionProblem, string>> = {
  NOT_OPEN: 'there is nothing to decide about it',
  NOT_MEDIATED: 'its strategy must be USER_MEDIATED (sync.strategies) for people to be asked',
  SET_MOVED: 'what was said has changed since it was shown; look at it again, then decide',
  NOT_SAID: 'the value must be one that some track said',
  TWO_PERSONS: 'two different persons must decide for a value that is weaker than the safest one',
};

/** A decision that holds for nothing; nothing was changed. */
export class DecisionError extends Error {
  override readonly name = 'DecisionError';
  readonly code = 'ERR_DSMIL_SYNC_DECISION';
  readonly problem: DecisionProblem;
  readonly path: string;

  constructor(path: string, problem: DecisionProblem) {
    super(`the decision on ${path} is refused (${problem}): ${CURE[problem]}`);
    this.problem = problem;
    this.path = path;
  }
}

/** A decision in the name of somebody who cannot decide; nothing was changed. */
export class DecidingPersonError extends Error {
  override readonly name = 'DecidingPersonError';
  readonly code = 'ERR_DSMIL_SYNC_PERSON';
  readonly path: string;
  readonly person: string;

  constructor(path: string, person: string, problem: string) {
    super(
      `the decision on ${path} names ${JSON.stringify(person)}, who ${problem}: ` +
        'each must be an enrolled person, and no service',
    );
    this.path = path;
    this.person = person;
  }
}

/** A track did not answer a pass in time; its fields count as unknown. */
export class ReportDeadlineError extends Error {
  override readonly name = 'ReportDeadlineError';
  readonly code = 'ERR_DSMIL_SYNC_REPORT_DEADLINE';

  constructor(deadlineMs: number) {
    super(`no report within ${deadlineMs} ms (sync.report_deadline_ms)`);
  }
}
