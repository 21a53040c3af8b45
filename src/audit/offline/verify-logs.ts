// SPDX-License-Identifier: Apache-2.0
// Verifies logs at rest, each against itself, then all of them against each other, against the head
// file, and against checkpoints that were kept elsewhere.
import { type Evidence, type KnownTree, reconcile } from '../client/reconcile.ts';
import { AuditError, type Finding } from '../errors.ts';
import { type HeadRead, judgeHeadSignature, readHeadFile } from '../head/head-file.ts';
import { sameHash } from '../merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts';
import { judgeCheckpoint, type Policy } from '../note/policy.ts';
import { finding } from '../verify/finding.ts';
import { finish, type Progress } from '../verify/verify-store.ts';
import { type LeafLogReport, LeafSource } from './leaf-source.ts';
import type { LogReport, LogSource } from './log-source.ts';
import { type StoreLogReport, StoreSource } from './store-source.ts';

export interface KeptCheckpoint {
  readonly path: string;
  readonly checkpoint: Checkpoint;
}

export interface VerifyRequest {
  readonly sources: readonly LogSource[];
  /** Undefined: nobody said whom to believe, so that no signature counts. */
  readonly policy: Policy | undefined;
  readonly headPath: string | undefined;
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly shapes: boolean;
  /** Each of the log's keys must have signed the newest checkpoint, not one of them. */
  readonly allKeys?: boolean;
  readonly progress?: (source: LogSource, at: Progress) => void;
}

export interface VerifiedLog {
  readonly source: LogSource;
  readonly report: LogReport;
  readonly signedBy: readonly string[];
}

export interface Verdict {
  readonly verdict: 'good' | 'tampered' | 'policy unmet';
  readonly logs: readonly VerifiedLog[];
  readonly findings: readonly Finding[];
  /** What the policy asks for and is not there, in words. */
  readonly missing: readonly string[];
}

const UNSIGNED = 'SIGNATURE_MISSING';

/** Empty when it cannot be told: what is wrong is said when the source is verified. */
function claimedSize(source: LogSource): number[] {
  try {
    const signed = source instanceof StoreSource ? source.head()?.checkpoint : undefined;
    const text = signed ?? (source.kind === 'tiles' ? source.checkpoint() : undefined);
    return text === undefined ? [] : [parseCheckpoint(text).size];
  } catch (error) {
    if (error instanceof AuditError) {
      return [];
    }
    throw error;
  }
}

function known(source: LogSource, report: LogReport): KnownTree {
  return {
    path: source.path,
    size: report.size,
    rootAt: (size) => (size === report.size ? report.root : report.roots.get(size)),
  };
}

/** Every other log against the longest: equal for as long as both are. */
function compareAll(logs: readonly VerifiedLog[]): Finding[] {
  const trees = logs.map(({ source, report }) => known(source, report));
  const longest = trees.reduce((a, b) => (b.size > a.size ? b : a));
  return trees.flatMap((tree) => {
    const ours = tree.rootAt(tree.size);
    const theirs = longest.rootAt(tree.size);
    return ours === undefined || theirs === undefined || sameHash(ours, theirs)
      ? []
      : [
          finding(
            'SINKS_DIFFER',
            { path: tree.path, index: tree.size },
            `its ${tree.size} entries are not the first ones of ${longest.path}`,
          ),
        ];
  });
}

function compareKept(logs: readonly VerifiedLog[], kept: readonly KeptCheckpoint[]): Finding[] {
  return kept.flatMap(({ path, checkpoint }) =>
    logs.flatMap(({ source, report }) => {
      const own = known(source, report).rootAt(checkpoint.size);
      const place = { path: source.path, index: Math.min(checkpoint.size, report.size) };
      if (checkpoint.size > report.size) {
        const says = `it has ${report.size} entries, the checkpoint ${path} is of ${checkpoint.size}`;
        return [finding('CHECKPOINT_AHEAD', place, says)];
      }
      return own === undefined || sameHash(own, checkpoint.root)
        ? []
        : [finding('CHECKPOINT_DIFFERS', place, `its root differs from the checkpoint ${path}`)];
    }),
  );
}

/** Store, leaf file and head file as the daemon compares them when it starts. */
function compareSinks(
  logs: readonly VerifiedLog[],
  headPath: string | undefined,
  headFile: HeadRead | undefined,
): Finding[] {
  const store = logs.find(({ source }) => source instanceof StoreSource);
  const leaf = logs.find(({ source }) => source instanceof LeafSource);
  const { head, standing } = (store?.report as StoreLogReport | undefined) ?? {};
  if (store === undefined) {
    return [];
  }
  const file = (leaf?.report as LeafLogReport | undefined)?.file;
  const size = head?.size ?? 0;
  const evidence: Evidence = {
    store: {
      ...known(store.source, store.report),
      previousSize: standing?.previousSize ?? 0,
      leafDurable: leaf === undefined ? 0 : (standing?.leafDurable ?? 0),
    },
    leaf:
      leaf === undefined || file === undefined
        ? undefined
        : // What is wrong with the file has been said.
          {
            ...known(leaf.source, leaf.report),
            storeDurable: file.storeDurable,
            damage: undefined,
          },
    leafPath: leaf?.source.path ?? '',
    headFile:
      headPath === undefined
        ? {
            head: { ...NO_HEAD, size, previousSize: standing?.previousSize ?? 0 },
            damagedAt: undefined,
          }
        : withoutLeaf(headFile, leaf === undefined),
    headPath: headPath ?? '',
    kernel: undefined,
    checkpoints: [],
    restored: false,
  };
  return reconcile(evidence);
}

const NO_HEAD = { sequence: 0, size: 0, previousSize: 0, leafDurable: 0, checkpoint: undefined };

/** What it says of a leaf file that is not looked at is nobody's business. */
function withoutLeaf(read: HeadRead | undefined, absent: boolean): HeadRead | undefined {
  return read?.head === undefined || !absent
    ? read
    : { ...read, head: { ...read.head, leafDurable: 0 } };
}

function verifyOne(
  source: LogSource,
  request: VerifyRequest,
  rootsAt: readonly number[],
): VerifiedLog {
  const { policy, shapes, progress } = request;
  const steps = source.verify({ trusted: policy?.logs ?? [], rootsAt, shapes });
  const report = finish(steps, (at) => progress?.(source, at));
  return { source, report, signedBy: [] };
}

function judge(
  log: VerifiedLog,
  policy: Policy,
  allKeys: boolean,
): { log: VerifiedLog; missing: string[]; forged: Finding[] } {
  const { report, source } = log;
  const { path } = source;
  if (report.findings.length > 0) {
    // What is signed is not what is there.
    return { log, missing: [], forged: [] };
  }
  const signed = report.checkpoint === undefined ? undefined : source.checkpoint();
  if (report.checkpoint === undefined || signed === undefined) {
    return {
      log,
      missing: [
        report.size === 0
          ? `${path}: any entry (it is empty, and nobody signed that)`
          : `${path}: a checkpoint that holds`,
      ],
      forged: [],
    };
  }
  const verdict = judgeCheckpoint(parseCheckpoint(signed), policy, {
    logs: report.keys,
    allKeys,
  });
  return {
    log: { ...log, signedBy: verdict.signedBy },
    missing: verdict.missing.map((words) => `${path}: ${words}`),
    forged: verdict.forged.map((key) =>
      finding(
        'SIGNATURE_BAD',
        { path },
        `the newest checkpoint has a signature of ${key} that does not hold`,
      ),
    ),
  };
}

/** Throws what the file system says about files that cannot be read. */
export function verifyLogs(request: VerifyRequest): Verdict {
  const { sources, headPath, checkpoints, policy } = request;
  const headFile = headPath === undefined ? undefined : readHeadFile(headPath);
  const sizes = [
    ...sources.flatMap(claimedSize),
    headFile?.head?.size ?? 0,
    ...checkpoints.map(({ checkpoint }) => checkpoint.size),
  ];
  // How long a leaf file is, is known when it has been read.
  const order = [...sources].sort(
    (a, b) => Number(a.kind !== 'leaf file') - Number(b.kind !== 'leaf file'),
  );
  let logs: VerifiedLog[] = [];
  for (const source of order) {
    const log = verifyOne(source, request, sizes);
    sizes.push(log.report.size);
    logs.push(log);
  }
  const findings = logs.flatMap(({ report }) => report.findings);
  const missing: string[] = [];
  if (findings.length === 0) {
    findings.push(...compareAll(logs));
  }
  findings.push(...compareSinks(logs, headPath, headFile), ...compareKept(logs, checkpoints));
  if (policy === undefined) {
    missing.push('a key: nobody said whose signatures to believe (--policy FILE or --key VKEY)');
  } else {
    const judged = logs.map((log) => judge(log, policy, request.allKeys === true));
    logs = judged.map(({ log }) => log);
    missing.push(...judged.flatMap((each) => each.missing));
    const reported = findings.some(({ code }) => code === 'SIGNATURE_BAD');
    findings.push(...(reported ? [] : judged.flatMap(({ forged }) => forged)));
    const keys = logs.flatMap(({ report }) => report.signers);
    const signed = logs.some(({ report }) => report.signatures > 0);
    if (signed && headPath !== undefined && headFile?.head !== undefined) {
      findings.push(...judgeHeadSignature(headPath, headFile.head, [...policy.logs, ...keys]));
    }
    for (const { path, checkpoint } of checkpoints) {
      const verdict = judgeCheckpoint(checkpoint, policy, {
        logs: [...policy.logs, ...keys],
      });
      missing.push(...verdict.missing.map((words) => `${path}: ${words}`));
    }
  }
  return conclude(logs, findings, missing);
}

/**
 * A log of which no key at all is trusted is not known to be changed: the policy is not met. One that
 * is signed, but for one place, was changed there.
 */
function conclude(logs: VerifiedLog[], found: readonly Finding[], missing: string[]): Verdict {
  const signed = logs.some(({ report }) => report.signatures > 0);
  const findings = signed ? found : found.filter(({ code }) => code !== UNSIGNED);
  const unsigned = found.filter((each) => !findings.includes(each)).slice(0, 1);
  missing.push(...unsigned.map(({ path, message }) => `${path}: ${message}`));
  const verdict = findings.length > 0 ? 'tampered' : missing.length > 0 ? 'policy unmet' : 'good';
  return { verdict, logs, findings, missing };
}
