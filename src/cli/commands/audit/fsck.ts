// SPDX-License-Identifier: Apache-2.0
// Everything that can be found, not only what the first fault hides.
import type { LogSource } from '../../../audit/offline/log-source.ts';
import { StoreSource } from '../../../audit/offline/store-source.ts';
import { verifyLogs } from '../../../audit/offline/verify-logs.ts';
import { finding } from '../../../audit/verify/finding.ts';
import type { Context } from '../../context.ts';
import { findingJson, renderFindings, renderVerdict } from '../../views/audit.ts';
import { withCharter } from './charter.ts';
import {
  AuditExit,
  inputFailure,
  progressOn,
  type TrustOptions,
  trustOf,
  withSources,
} from './common.ts';
import { mend } from './mend.ts';

export interface FsckOptions extends TrustOptions {
  readonly head?: string;
  readonly mend?: string;
}

export function fsck(context: Context, options: FsckOptions, paths: string[]): AuditExit {
  if (paths.length === 0) {
    throw inputFailure('name at least one log: a store, a leaf file, or a folder of tiles');
  }
  if (options.mend !== undefined) {
    return mend(context, options.mend, options, paths);
  }
  const progress = progressOn(context);
  return withSources(paths, (sources) => {
    const structural = sources.flatMap(structure);
    const verdict = withCharter(
      verifyLogs({
        sources,
        policy: trustOf(options),
        headPath: options.head,
        checkpoints: [],
        shapes: true,
        progress: (source, at) => progress(source.path, at),
      }),
    );
    const findings = [...structural, ...verdict.findings];
    const words = findings.length > 0 ? 'tampered' : verdict.verdict;
    const { terminal } = context;
    if (context.json) {
      terminal.json({
        verdict: words,
        findings: findings.map(findingJson),
        missing: verdict.missing,
      });
    } else {
      terminal.lines([
        ...renderFindings(structural, terminal.style),
        ...renderVerdict(
          { ...verdict, verdict: words, findings: verdict.findings },
          terminal.columns,
          terminal.style,
        ),
      ]);
    }
    return words === 'tampered'
      ? AuditExit.TAMPERED
      : words === 'good'
        ? AuditExit.GOOD
        : AuditExit.POLICY;
  });
}

function structure(source: LogSource) {
  return source instanceof StoreSource
    ? source
        .integrity()
        .map((text) => finding('DATABASE_DAMAGED', { path: source.path }, `SQLite finds: ${text}`))
    : [];
}
