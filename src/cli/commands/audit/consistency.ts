// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { hexOf } from '../../../audit/merkle/hash.ts';
import {
  consistencyHolds,
  consistencyProof,
  rootAt,
  type TreeHead,
} from '../../../audit/merkle/proofs.ts';
import type { TileHashes } from '../../../audit/merkle/tiles.ts';
import { toBase64 } from '../../../audit/note/base64.ts';
import { parseCheckpoint } from '../../../audit/note/checkpoint.ts';
import type { Context } from '../../context.ts';
import { AuditExit, inputFailure, parseIndex, readText, withSource } from './common.ts';

/** A checkpoint's file, or a number of entries. */
function headOf(text: string, tree: TileHashes): TreeHead {
  if (/^[0-9]+$/.test(text) && !existsSync(text)) {
    const size = parseIndex('a size', text);
    return { size, root: rootAt(tree, size) };
  }
  return parseCheckpoint(readText(text));
}

/** That the log of OLD is the beginning of the log of NEW: nothing was changed, all was added. */
export function consistency(
  { terminal, json }: Context,
  _options: unknown,
  [path, oldText, newText]: string[],
): AuditExit {
  return withSource(path, (source) => {
    const tree = source.tree();
    const first = headOf(oldText ?? '', tree);
    const second = headOf(newText ?? String(tree.size), tree);
    if (first.size > second.size) {
      throw inputFailure(
        `OLD has ${first.size} entries, more than NEW with ${second.size}: swap them`,
      );
    }
    if (second.size > tree.size) {
      terminal.problem(`${source.path} has ${tree.size} entries, fewer than ${second.size}`, [
        'It was put back to an older state: restore the newer one',
      ]);
      return AuditExit.TAMPERED;
    }
    const proof = consistencyProof(tree, first.size, second.size);
    const holds = consistencyHolds(first, second, proof);
    if (json) {
      terminal.json({
        old: { size: first.size, root: hexOf(first.root) },
        new: { size: second.size, root: hexOf(second.root) },
        proof: proof.map(hexOf),
        holds,
      });
    } else {
      terminal.lines([
        `old ${first.size} ${toBase64(first.root)}`,
        `new ${second.size} ${toBase64(second.root)}`,
        ...proof.map(toBase64),
        holds
          ? 'good: the log only grew'
          : 'tampered: no proof leads from one to the other. What is there is another log; restore it from a backup',
      ]);
    }
    return holds ? AuditExit.GOOD : AuditExit.TAMPERED;
  });
}
