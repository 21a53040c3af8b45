// SPDX-License-Identifier: Apache-2.0
// What a start looks at before it takes entries: the store with itself, the leaf file with itself, the
// two with each other, the head file, the kernel's head, and checkpoints that were kept elsewhere.
import type { Store } from '../../store/contract.ts';
import { AuditTamperedError, type Finding } from '../errors.ts';
import { isMended, judgeHeadSignature, readHeadFile } from '../head/head-file.ts';
import { decodeKernelHead, type HeadWitness } from '../head/kernel-head.ts';
import type { WireLeafReport } from '../leaf-file/protocol.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { type PublicKey, parseVkey } from '../note/keys.ts';
import { judgeCheckpoint, trustLogs } from '../note/policy.ts';
import type { VerifyAnswer, WireReport } from '../store/reader.ts';
import { type HeadRow, MODULE } from '../store/tables.ts';
import { finding } from '../verify/finding.ts';
import type { LeafSink } from './leaf-sink.ts';
import { comparedSizes, reconcile } from './reconcile.ts';

export interface InspectOptions {
  readonly store: Store;
  /** For messages: where the store is. */
  readonly storePath: string;
  readonly headPath: string;
  readonly leafPath: string;
  readonly witness?: HeadWitness;
  readonly checkpoints?: readonly { readonly path: string; readonly signed: string }[];
  readonly restored?: boolean;
}

async function verifyStored(
  { store, storePath }: InspectOptions,
  trusted: readonly PublicKey[],
): Promise<WireReport> {
  const vkeys = trusted.map(({ vkey }) => vkey);
  let argument: object = { begin: { path: storePath, trusted: vkeys, rootsAt: [] } };
  for (;;) {
    const answer = (await store.query(MODULE, 'verify', argument)) as VerifyAnswer;
    if (answer.done) {
      return answer.report;
    }
    argument = {};
  }
}

/** What a start found. */
export interface Opened {
  readonly stored: WireReport;
  /** Undefined when there is no file. */
  readonly leaves: WireLeafReport | undefined;
  /** The head file was written anew from the store, and nothing was recorded since. */
  readonly mendedHead: boolean;
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) {
    throw new AuditTamperedError(findings);
  }
}

/**
 * Reads and compares everything that remembers the log, and changes none of it. Rejects with
 * AuditTamperedError when anything disagrees.
 */
export async function inspect(
  options: InspectOptions,
  leaf: LeafSink,
  trusted: readonly PublicKey[],
): Promise<Opened> {
  const { store, witness, storePath, leafPath, headPath } = options;
  const row = (await store.query(MODULE, 'head', undefined)) as HeadRow | undefined;
  const headFile = readHeadFile(headPath);
  const held = await witness?.get();
  const kernel = held === undefined ? undefined : decodeKernelHead(held);
  if (held !== undefined && kernel === undefined) {
    refuse([
      finding('KERNEL_DIFFERS', { path: storePath }, 'the kernel holds a head that is not ours'),
    ]);
  }
  const stored = await verifyStored(options, trusted);
  refuse(stored.findings);
  // A file that was cut down to what is kept begins behind older rotations: the store knows them.
  const known = [...trusted, ...stored.signers.map(parseVkey)];
  const checkpoints = (options.checkpoints ?? []).map(({ path, signed }) => ({
    path,
    ...parseCheckpoint(signed),
  }));
  const sizes = { storeSize: row?.size ?? 0, leafSize: 0, headFile, kernel, checkpoints };
  const leaves = await leaf.ask({
    op: 'verify',
    trusted: [...new Set(known.map(({ vkey }) => vkey))],
    rootsAt: comparedSizes(sizes),
  });
  refuse(leaves?.findings ?? []);
  const roots = new Map<number, Uint8Array>();
  for (const size of comparedSizes({ ...sizes, leafSize: leaves?.size ?? 0 })) {
    if (size <= stored.size) {
      roots.set(size, (await store.query(MODULE, 'rootAt', size)) as Uint8Array);
    }
  }
  const signers = [...known, ...(leaves?.keys ?? []).map(parseVkey)];
  refuse(
    checkpoints
      .filter((checkpoint) => !judgeCheckpoint(checkpoint, trustLogs(signers)).met)
      .map(({ path }) => finding('SIGNATURE_BAD', { path }, 'no key of this log signed it')),
  );
  refuse(
    reconcile({
      store: {
        path: storePath,
        size: stored.size,
        previousSize: stored.standing?.previousSize ?? 0,
        leafDurable: stored.standing?.leafDurable ?? 0,
        rootAt: (size) => roots.get(size),
      },
      leaf:
        leaves === undefined
          ? undefined
          : {
              path: leafPath,
              size: leaves.size,
              storeDurable: leaves.storeDurable,
              damage: leaves.damage,
              rootAt: (size) => (size === leaves.size ? leaves.root : leaves.roots.get(size)),
            },
      leafPath,
      headFile,
      headPath,
      kernel,
      checkpoints,
      restored: options.restored === true,
    }),
  );
  const head = headFile?.head;
  refuse(head === undefined ? [] : judgeHeadSignature(headPath, head, signers));
  return { stored, leaves, mendedHead: head !== undefined && isMended(head) };
}
