// SPDX-License-Identifier: Apache-2.0
// The text of a C2SP tlog-checkpoint: origin, size, root, extension lines.
import { AuditFormatError } from '../errors.ts';
import { HASH_SIZE } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/proofs.ts';
import { fromBase64, toBase64 } from './base64.ts';

export interface CheckpointText extends TreeHead {
  readonly origin: string;
  /** None of them empty; by default there are none. */
  readonly extensions?: readonly string[];
}

export function formatCheckpointText(checkpoint: CheckpointText): string {
  const { origin, size, root, extensions = [] } = checkpoint;
  return [origin, size, toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/** Undefined when the text is something else. */
export function tryParseCheckpointText(text: string): CheckpointText | undefined {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const root = fromBase64(rootText);
  const size = /^(0|[1-9][0-9]{0,15})$/.test(sizeText) ? Number(sizeText) : Number.NaN;
  // Behind the last line's newline is one empty piece; no other line is empty.
  const endsWell = rest.at(-1) === '' && rest.indexOf('') === rest.length - 1;
  return origin !== '' && Number.isSafeInteger(size) && root?.length === HASH_SIZE && endsWell
    ? { origin, size, root, extensions: rest.slice(0, -1) }
    : undefined;
}

export function parseCheckpointText(text: string): CheckpointText {
  const checkpoint = tryParseCheckpointText(text);
  if (checkpoint === undefined) {
    throw new AuditFormatError('checkpoint', 'is not the lines origin, tree size, base64 root');
  }
  return checkpoint;
}
