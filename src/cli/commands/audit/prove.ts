// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { AuditInputError } from '../../../audit/errors.ts';
import { hexOf, leafHash } from '../../../audit/merkle/hash.ts';
import { inclusionHolds, inclusionProof } from '../../../audit/merkle/proofs.ts';
import { parseCheckpoint } from '../../../audit/note/checkpoint.ts';
import type { LogSource } from '../../../audit/offline/log-source.ts';
import { formatProof } from '../../../audit/offline/proof-file.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../text.ts';
import { AuditExit, parseIndex, withSource } from './common.ts';

export interface ProveOptions {
  readonly output?: string;
  readonly entry?: string;
}

export function prove(
  { terminal, json }: Context,
  options: ProveOptions,
  [path, indexText]: string[],
): AuditExit {
  const index = parseIndex('INDEX', indexText);
  return withSource(path, (source) => {
    const { text, leaf, proof, signed, holds } = make(source, index);
    if (!holds) {
      terminal.problem(
        `${source.path}, entry ${index}: its proof does not lead to the signed root`,
        ['See what was changed: dsmilctl audit verify'],
      );
      return AuditExit.TAMPERED;
    }
    if (options.output !== undefined) {
      writeFileSync(options.output, text, { flag: 'wx' });
    }
    if (options.entry !== undefined) {
      writeFileSync(options.entry, leaf, { flag: 'wx' });
    }
    if (json) {
      terminal.json({
        index,
        leaf_hash: hexOf(leafHash(leaf)),
        proof: proof.map(hexOf),
        checkpoint: signed,
      });
    } else if (options.output === undefined) {
      terminal.write(text);
    } else {
      terminal.note(`${printable(options.output)}: verify it with dsmilctl audit verify --proof`);
    }
    return AuditExit.GOOD;
  });
}

function make(source: LogSource, index: number) {
  const signed = source.checkpoint();
  const leaf = source.leaf(index);
  if (signed === undefined || leaf === undefined) {
    throw new AuditInputError(
      `${source.path} has no entry ${index}: it was removed, or never there`,
    );
  }
  const { size, root } = parseCheckpoint(signed);
  const proof = inclusionProof(source.tree(), index, size);
  const holds = inclusionHolds(leafHash(leaf), index, size, proof, root);
  return { text: formatProof(index, proof, signed), leaf, proof, signed, holds };
}
