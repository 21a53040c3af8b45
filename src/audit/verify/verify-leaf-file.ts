// SPDX-License-Identifier: Apache-2.0
// A leaf file against itself: frames, entries, the tree, and the checkpoint behind each frame.
import { closeSync, constants } from 'node:fs';
import type { PlacedMark } from '../../core/ports/charter-mark.ts';
import { recordsOf } from '../entry/records.ts';
import type { Finding } from '../errors.ts';
import { FRAME_HEADER } from '../leaf-file/format.ts';
import { type Damage, type Frame, FrameReader } from '../leaf-file/frames.ts';
import { CompactRange } from '../merkle/compact-range.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import type { PublicKey } from '../note/keys.ts';
import { leavesStanding, storeStanding } from '../note/standing.ts';
import { openPlain } from '../plain-file.ts';
import { finding } from './finding.ts';
import { LogVerifier } from './log-verifier.ts';
import type { Progress } from './verify-store.ts';

export interface LeafFileReport {
  /** Without what damage says. */
  readonly findings: readonly Finding[];
  readonly damage: Damage | undefined;
  /** Entries before its first, which were pruned away. */
  readonly base: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** Roots of the complete subtrees, the largest first. */
  readonly frontier: readonly Uint8Array[];
  readonly checkpoint: Checkpoint | undefined;
  /** What the store had durable, as the last frame's checkpoint says. {unit entries} */
  readonly storeDurable: number;
  /** It was written from the store, by mending, and nothing was appended since. */
  readonly mended: boolean;
  /** Where the good part ends, and its last frame begins (0: none). {unit bytes} */
  readonly end: number;
  readonly lastFrame: number;
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly keys: readonly PublicKey[];
  /** Who ever signed, the newest last. */
  readonly signers: readonly PublicKey[];
  /** Checkpoints that a trusted key signed. */
  readonly signatures: number;
  /** What it says last of persons, keys and policy. */
  readonly charter: PlacedMark | undefined;
}

export interface LeafFileVerifyOptions {
  readonly path: string;
  readonly trusted: readonly PublicKey[];
  readonly rootsAt?: readonly number[];
  readonly shapes?: boolean;
  /** 'last': the last frame's signature covers all entries before it; 'all' looks at each. */
  readonly signatures: 'all' | 'last';
  /** Told of each good frame. */
  readonly frame?: (frame: Frame) => void;
}

const STEP = 64;

/** Throws what the file system says when the file cannot be opened or read. */
export function* verifyLeafFile(
  options: LeafFileVerifyOptions,
): Generator<Progress, LeafFileReport> {
  const fd = openPlain(options.path, constants.O_NOFOLLOW);
  try {
    return yield* verifyFrames(new FrameReader(fd), options);
  } finally {
    closeSync(fd);
  }
}

function* verifyFrames(
  reader: FrameReader,
  options: LeafFileVerifyOptions,
): Generator<Progress, LeafFileReport> {
  const { path, trusted, rootsAt = [], shapes = false, signatures } = options;
  const { base } = reader;
  const tree = new CompactRange(base?.size ?? 0, base?.roots ?? []);
  const log = new LogVerifier({ path, tree, trusted, rootsAt, shapes, own: true });
  let last: Frame | undefined;
  let checkpoint: Checkpoint | undefined;
  let unsigned = false;
  let frames = 0;
  for (const frame of reader.frames()) {
    if (frame.previous !== (last?.offset ?? 0)) {
      log.find('LEAF_ORDER', `the frame before it was at byte ${frame.previous}`, {
        index: frame.first,
        offset: frame.offset,
      });
    }
    if (!readFrame(frame, log)) {
      break;
    }
    const place = { index: tree.size - 1, offset: frame.offset };
    // Only a file that was made anew has frames without one: the next one's covers them.
    unsigned = frame.noteBytes === 0;
    if (!unsigned) {
      checkpoint = log.checkpoint(frame.note, place, signatures === 'all');
      if (checkpoint === undefined) {
        break;
      }
    }
    last = frame;
    options.frame?.(frame);
    frames++;
    if (frames % STEP === 0) {
      yield { done: frame.end, of: reader.fileSize };
    }
  }
  // The header is under no signature: an entry has to say that what is not here was removed.
  if (base !== undefined && base.size > log.prunedAllowed) {
    const what = `entries before ${base.size} are not in it, and no entry says that they were removed`;
    log.find('PRUNED_UNSAID', what, { index: log.prunedAllowed });
  }
  if (unsigned) {
    log.find('CHECKPOINT_MALFORMED', 'nothing signs the last frame', { offset: last?.offset });
  } else if (signatures === 'last' && checkpoint !== undefined && last !== undefined) {
    log.checkpoint(last.note, { index: tree.size - 1, offset: last.offset });
  }
  return {
    findings: log.findings,
    damage: reader.damage,
    base: base?.size ?? 0,
    size: tree.size,
    root: tree.root(),
    frontier: tree.roots(),
    checkpoint,
    ...standingOf(checkpoint, log, last?.offset),
    end: last?.end ?? reader.begin,
    lastFrame: last?.offset ?? 0,
    roots: log.roots,
    keys: log.keysAt(),
    signers: log.signers,
    signatures: log.signatures,
    charter: log.charter,
  };
}

/** A file that was made from the store ends with the store's own checkpoint: the store had all of it. */
function standingOf(
  checkpoint: Checkpoint | undefined,
  log: LogVerifier,
  offset: number | undefined,
): Pick<LeafFileReport, 'storeDurable' | 'mended'> {
  if (checkpoint === undefined) {
    return { storeDurable: 0, mended: false };
  }
  if (storeStanding(checkpoint) !== undefined) {
    return { storeDurable: checkpoint.size, mended: true };
  }
  const storeDurable = leavesStanding(checkpoint);
  if (storeDurable === undefined) {
    const place = { index: checkpoint.size - 1, offset };
    log.find('CHECKPOINT_MALFORMED', 'the last frame does not say what the store had', place);
  }
  return { storeDurable: storeDurable ?? 0, mended: false };
}

function readFrame(frame: Frame, log: LogVerifier): boolean {
  let index = frame.first;
  for (const record of recordsOf(frame.records)) {
    if (!log.leaf(index, record, frame.offset + FRAME_HEADER + record.offset)) {
      return false;
    }
    index++;
  }
  if (index !== frame.first + frame.count || frame.first > log.size) {
    log.find('LEAF_MISSING', `a frame of ${frame.count} entries has ${index - frame.first}`, {
      index,
      offset: frame.offset,
    });
    return false;
  }
  return true;
}

/** What damage means to whoever is told of it. */
export function damageFinding(path: string, { size }: LeafFileReport, damage: Damage): Finding {
  const code = damage.kind === 'short' ? 'FILE_SHORT' : 'FILE_CHANGED';
  return finding(code, { path, index: size, offset: damage.offset }, `it ${damage.problem}`);
}
