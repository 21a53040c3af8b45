// SPDX-License-Identifier: Apache-2.0
// What the daemon tells whoever runs it: a JSON object a line on standard error. Keys, signatures, what
// registers hold and what people wrote are no part of it; that is the audit log's.
import { pino } from 'pino';
import { Limiter } from './logging/limiter.ts';
import { redact } from './logging/redact.ts';

export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A number for each defect, so that a client can name it without knowing what it was. */
export interface DefectLog extends Log {
  /** Tells of a defect of ours, and answers with its id. */
  defect(error: unknown): string;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A call that has ended, whichever way it came. */
export interface EndedCall {
  /** Of this call alone; who calls is told it. */
  readonly request: string;
  readonly transport: string;
  readonly method: string;
  /** The account; undefined where nobody was let in. */
  readonly principal: string | undefined;
  /** OK, or why not: a gRPC status or one of our codes. */
  readonly code: string;
  /** {unit ms} */
  readonly ms: number;
}

export interface DaemonLog extends DefectLog {
  level: LogLevel;
  /** One line, at the level that its code deserves; a client that causes many gets them counted. */
  call(ended: EndedCall): void;
  /** Counts that have not been told are. Idempotent. */
  close(): void;
}

/** Where lines go; written before the call returns: what a process that dies has said is there. */
export interface LogSink {
  write(line: string): void;
}

export interface LogOptions {
  readonly sink?: LogSink;
  /** {unit ms} */
  readonly now?: () => number;
}

/** How often what was not written is counted. {unit ms} */
export const SUMMARY_MS = 10_000;

/** The error itself has a line of its own. */
const OURS = new Set(['INTERNAL', 'UNKNOWN', 'DATA_LOSS', 'ERR_DSMIL_INTERNAL']);
const STRAINED = new Set([
  'ABORTED',
  'DEADLINE_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'ERR_DSMIL_TOO_MANY_CALLS',
  'ERR_DSMIL_TOO_MANY_CLIENTS',
]);

function levelOf(code: string): LogLevel {
  if (code === 'OK' || code === 'CANCELLED') {
    return 'debug';
  }
  if (OURS.has(code)) {
    return 'error';
  }
  return STRAINED.has(code) ? 'warn' : 'info';
}

export function openLog(level: LogLevel, version: string, options: LogOptions = {}): DaemonLog {
  const { sink = pino.destination({ dest: 2, sync: true }), now = () => performance.now() } =
    options;
  const log = pino(
    {
      level,
      base: { name: 'dsmild', pid: process.pid, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      // By us: what is to be left out has a name, not a depth.
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => redact(facts) as Record<string, unknown>,
      },
    },
    sink,
  );
  const limiter = new Limiter();
  const summarise = (): void => {
    for (const { key, lines } of limiter.take()) {
      log.warn({ like: key, lines }, 'lines were not written');
    }
  };
  const summaries = setInterval(summarise, SUMMARY_MS);
  summaries.unref();
  // A message is a constant of ours: whoever causes one often does not hide the others.
  const say = (at: LogLevel, facts: object, message: string, key = message): void => {
    if (log.isLevelEnabled(at) && limiter.admit(key, now())) {
      log[at](facts, message);
    }
  };
  let defects = 0;
  return {
    get level() {
      return log.level as LogLevel;
    },
    set level(next) {
      log.level = next;
    },
    debug: (facts, message) => say('debug', facts, message),
    info: (facts, message) => say('info', facts, message),
    warn: (facts, message) => say('warn', facts, message),
    error: (facts, message) => say('error', facts, message),
    defect: (error) => {
      defects += 1;
      const id = `${process.pid}-${defects}`;
      say('error', { err: error, defect: id }, 'a defect');
      return id;
    },
    call: (ended) => {
      const at = levelOf(ended.code);
      const { principal = 'nobody', code } = ended;
      say(at, ended, 'a call ended', `a call ended: ${principal} ${code}`.slice(0, 256));
    },
    close: () => {
      clearInterval(summaries);
      summarise();
    },
  };
}
