// SPDX-License-Identifier: Apache-2.0

import { leafHash } from '../../../audit/merkle/hash.ts';
import { inclusionHolds } from '../../../audit/merkle/proofs.ts';
import { parseCheckpoint } from '../../../audit/note/checkpoint.ts';
import { judgeCheckpoint } from '../../../audit/note/policy.ts';
import { parseProof } from '../../../audit/offline/proof-file.ts';
import { type Verdict, verifyLogs } from '../../../audit/offline/verify-logs.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../text.ts';
import { renderVerdict, verdictJson } from '../../views/audit.ts';
import { withCharter } from './charter.ts';
import {
  AuditExit,
  auditFailure,
  inputFailure,
  progressOn,
  readBytes,
  readText,
  type TrustOptions,
  trustOf,
  withSources,
} from './common.ts';

export interface VerifyOptions extends TrustOptions {
  readonly head?: string;
  readonly checkpoint?: readonly string[];
  readonly proof?: string;
  readonly allKeys?: boolean;
}

const EXIT: Readonly<Record<Verdict['verdict'], AuditExit>> = {
  good: AuditExit.GOOD,
  tampered: AuditExit.TAMPERED,
  'policy unmet': AuditExit.POLICY,
};

export function verify(context: Context, options: VerifyOptions, paths: string[]): AuditExit {
  if (options.proof !== undefined) {
    return verifyProof(context, options, options.proof, paths);
  }
  if (paths.length === 0) {
    throw inputFailure('name at least one log: a store, a leaf file, or a folder of tiles');
  }
  const { terminal } = context;
  const progress = progressOn(context);
  const verdict = withSources(paths, (sources) =>
    withCharter(
      verifyLogs({
        sources,
        policy: trustOf(options),
        headPath: options.head,
        checkpoints: (options.checkpoint ?? []).map((path) => ({
          path,
          checkpoint: parseCheckpoint(readText(path)),
        })),
        shapes: true,
        allKeys: options.allKeys === true,
        progress: (source, at) => progress(source.path, at),
      }),
    ),
  );
  if (context.json) {
    terminal.json(verdictJson(verdict));
  } else {
    terminal.lines(renderVerdict(verdict, terminal.columns, terminal.style));
  }
  return EXIT[verdict.verdict];
}

/** A proof against the entry's own bytes: no log is needed. */
function verifyProof(
  { terminal, json }: Context,
  options: VerifyOptions,
  path: string,
  [entryPath]: string[],
): AuditExit {
  if (entryPath === undefined) {
    throw inputFailure(
      'with --proof, name the file with the entry’s bytes (dsmilctl audit prove --entry)',
    );
  }
  try {
    const { index, proof, checkpoint } = parseProof(readText(path));
    const leaf = leafHash(readBytes(entryPath));
    const holds = inclusionHolds(leaf, index, checkpoint.size, proof, checkpoint.root);
    const policy = trustOf(options);
    const verdict =
      policy === undefined
        ? undefined
        : judgeCheckpoint(checkpoint, policy, {
            allKeys: options.allKeys === true,
          });
    const tampered = !holds || (verdict?.forged.length ?? 0) > 0;
    const words = tampered ? 'tampered' : verdict?.met === true ? 'good' : 'policy unmet';
    const missing = verdict?.missing ?? ['a key: nobody said whose signatures to believe'];
    if (json) {
      terminal.json({ verdict: words, index, size: checkpoint.size, holds, missing });
    } else {
      terminal.line(
        tampered
          ? `tampered: ${printable(entryPath)} is not entry ${index} of that checkpoint. Keep both, and prove again from the log`
          : words === 'good'
            ? `good: entry ${index} of ${checkpoint.size}, signed by ${verdict?.signedBy.join(', ')}`
            : `policy unmet: ${missing.join('; ')}`,
      );
    }
    return EXIT[words];
  } catch (error) {
    throw auditFailure(error);
  }
}
