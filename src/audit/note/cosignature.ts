// SPDX-License-Identifier: Apache-2.0
// What C2SP tlog-cosignature has signed: a checkpoint, and the time at which it was seen.
import { Buffer } from 'node:buffer';
import { tryParseCheckpointText } from './checkpoint-text.ts';

const TIME_MAX = 2n ** 63n - 1n;
const NAME_MAX = 255;

/** Ed25519: two lines, then the note's text as it is. */
export function checkpointCosignatureV1(text: string, time: bigint): Uint8Array | undefined {
  return time > TIME_MAX || tryParseCheckpointText(text) === undefined
    ? undefined
    : Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');
}

/** ML-DSA-44: the structure cosigned_message, for the tree from its beginning. */
export function subtreeCosignatureV1(
  name: string,
  text: string,
  time: bigint,
): Uint8Array | undefined {
  const checkpoint = tryParseCheckpointText(text);
  const nameBytes = Buffer.from(name, 'utf8');
  const origin = Buffer.from(checkpoint?.origin ?? '', 'utf8');
  if (checkpoint === undefined || nameBytes.length > NAME_MAX || origin.length > NAME_MAX) {
    return undefined;
  }
  return Buffer.concat([
    Buffer.from('subtree/v1\n\0', 'latin1'),
    Buffer.of(nameBytes.length),
    nameBytes,
    u64(time),
    Buffer.of(origin.length),
    origin,
    u64(0n),
    u64(BigInt(checkpoint.size)),
    checkpoint.root,
  ]);
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
