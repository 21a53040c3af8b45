// SPDX-License-Identifier: Apache-2.0
// The two that judge a log: the tool, from the files alone, and the daemon's start.
import { expect } from 'vitest';
import { AuditTamperedError } from '../../../src/audit/errors.ts';
import { parseCheckpoint } from '../../../src/audit/note/checkpoint.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import type { AuditOptions } from '../../../src/audit/open.ts';
import type { Rig } from './rig.ts';

/** The codes of what the tool finds in store, head and leaf file together; empty when it is good. */
export function toolFindings(rig: Rig, checkpoint?: string): string[] {
  const kept =
    checkpoint === undefined ? [] : [{ path: 'kept', checkpoint: parseCheckpoint(checkpoint) }];
  const sources: ReturnType<typeof openSource>[] = [];
  try {
    for (const path of [rig.store, rig.leaves]) {
      sources.push(openSource(path));
    }
    const verdict = verifyLogs({
      sources,
      policy: rig.trusted,
      headPath: rig.head,
      checkpoints: kept,
      shapes: true,
    });
    expect(verdict.verdict).toBe(verdict.findings.length > 0 ? 'tampered' : 'good');
    return verdict.findings.map(({ code }) => code);
  } catch (error) {
    if (error instanceof AuditTamperedError) {
      return error.findings.map(({ code }) => code);
    }
    throw error;
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

/** Where, what, and what to do. */
export function expectWords(error: AuditTamperedError): void {
  for (const each of error.findings) {
    expect(each.path.length).toBeGreaterThan(0);
    expect(each.message.length).toBeGreaterThan(10);
    expect(each.advice.length).toBeGreaterThan(10);
  }
}

/** The codes of what the start refuses; empty when it starts. */
export async function startFindings(rig: Rig, more: Partial<AuditOptions> = {}): Promise<string[]> {
  try {
    await rig.grow(0, more);
    return [];
  } catch (error) {
    if (error instanceof AuditTamperedError) {
      expectWords(error);
      return error.findings.map(({ code }) => code);
    }
    return [(error as { code?: string }).code ?? String(error)];
  }
}

export async function expectBoth(rig: Rig, code: string): Promise<void> {
  expect(toolFindings(rig)).toContain(code);
  expect(await startFindings(rig)).toContain(code);
}
