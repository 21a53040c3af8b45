// SPDX-License-Identifier: Apache-2.0
// C2SP tlog-proof: a checkpoint, an index, and the way from that entry to the root, as text.
import { AuditFormatError } from '../errors.ts';
import { HASH_SIZE } from '../merkle/hash.ts';
import { fromBase64, toBase64 } from '../note/base64.ts';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts';

const TITLE = 'c2sp.org/tlog-proof@v1';

export interface ProofFile {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

export function formatProof(
  index: number,
  proof: readonly Uint8Array[],
  signedCheckpoint: string,
): string {
  return [TITLE, `index ${index}`, ...proof.map(toBase64), '', signedCheckpoint].join('\n');
}

/** AuditFormatError says what is wrong. Extra data is passed over: nothing vouches for it. */
export function parseProof(text: string): ProofFile {
  const split = text.indexOf('\n\n');
  const [title, ...rest] = text.slice(0, Math.max(0, split)).split('\n');
  const lines = rest[0]?.startsWith('extra ') === true ? rest.slice(1) : rest;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines[0] ?? '')?.[1];
  if (split < 0 || title !== TITLE || index === undefined) {
    throw new AuditFormatError('proof', `does not begin with '${TITLE}' and 'index N'`);
  }
  const proof = lines.slice(1).map((line, i) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_SIZE) {
      throw new AuditFormatError('proof', `has no base64 hash in place ${i + 1}`);
    }
    return hash;
  });
  return { index: Number(index), proof, checkpoint: parseCheckpoint(text.slice(split + 2)) };
}
