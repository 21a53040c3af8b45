// SPDX-License-Identifier: Apache-2.0
// What all audit commands share: whom to believe, how far a long one is, how one ends.
import { AuditError, AuditTamperedError, describeFinding } from '../../../audit/errors.ts';
import { parseVkey } from '../../../audit/note/keys.ts';
import { type Policy, parsePolicy, trustLogs } from '../../../audit/note/policy.ts';
import type { LogSource } from '../../../audit/offline/log-source.ts';
import { openSource } from '../../../audit/offline/open-source.ts';
import { readPlain, readPlainText } from '../../../audit/plain-file.ts';
import type { Progress } from '../../../audit/verify/verify-store.ts';
import { CoreError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { grouped } from '../../text.ts';

/** Of the audit commands alone. */
export const AuditExit = { GOOD: 0, TAMPERED: 1, POLICY: 2, INPUT: 3 } as const;
export type AuditExit = (typeof AuditExit)[keyof typeof AuditExit];

export interface TrustOptions {
  readonly policy?: string;
  readonly key?: readonly string[];
}

export function inputFailure(message: string, advice: readonly string[] = []): Failure {
  return new Failure(AuditExit.INPUT, message, advice);
}

/** As they are; an entry's are what was hashed. */
export function readBytes(path: string): Uint8Array {
  return readable(path, () => readPlain(path));
}

export function readText(path: string): string {
  return readable(path, () => readPlainText(path));
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw inputFailure(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Undefined when nobody said. */
export function trustOf({ policy, key = [] }: TrustOptions): Policy | undefined {
  if (policy !== undefined && key.length > 0) {
    throw inputFailure('--policy and --key exclude each other: put the key into the policy');
  }
  if (policy !== undefined) {
    return parsePolicy(readText(policy), policy);
  }
  return key.length === 0 ? undefined : trustLogs(key.map(parseVkey));
}

/** Any error of an audit command as the way it ends. */
export function auditFailure(error: unknown): Failure {
  if (error instanceof AuditTamperedError) {
    return new Failure(
      AuditExit.TAMPERED,
      `tampered: ${error.findings.map(describeFinding).join('; ')}`,
      [],
      undefined,
      { cause: error },
    );
  }
  if (error instanceof AuditError || error instanceof CoreError) {
    return new Failure(AuditExit.INPUT, error.message, [], error.code, { cause: error });
  }
  // Of a file: not there, not readable.
  if (error instanceof Error && 'syscall' in error) {
    return new Failure(AuditExit.INPUT, error.message, [], undefined, { cause: error });
  }
  if (error instanceof Failure) {
    return error;
  }
  // Not 1: a defect of this program must not pass for a log that was changed.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(
    AuditExit.INPUT,
    `unexpected, a defect of this program: ${text}`,
    [],
    undefined,
    {
      cause: error,
    },
  );
}

/** Opens @paths, and closes them however it ends. */
export function withSources<T>(paths: readonly string[], body: (sources: LogSource[]) => T): T {
  const sources: LogSource[] = [];
  try {
    for (const path of paths) {
      sources.push(openSource(path));
    }
    return body(sources);
  } catch (error) {
    throw auditFailure(error);
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

export function withSource<T>(path: string | undefined, body: (source: LogSource) => T): T {
  return withSources([path ?? ''], ([source]) => {
    if (source === undefined) {
      throw inputFailure('name a log');
    }
    return body(source);
  });
}

const PROGRESS_MS = 1000;

/** For people, on standard error, once a second; a short command says nothing. */
export function progressOn({ terminal, json }: Context): (path: string, at: Progress) => void {
  let last = performance.now();
  return (path, { done, of }) => {
    const now = performance.now();
    if (!json && now - last >= PROGRESS_MS) {
      last = now;
      const part = of === 0 ? '' : ` (${Math.floor((100 * done) / of)} %)`;
      terminal.note(`${path}: ${grouped(done)} of ${grouped(of)}${part}`);
    }
  };
}

export function parseIndex(what: string, text: string | undefined): number {
  const value = /^(0|[1-9][0-9]{0,14})$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw inputFailure(`${what} is '${text ?? ''}': it must be a whole number from 0`);
  }
  return value;
}
