// SPDX-License-Identifier: Apache-2.0
// Reads a log from its beginning, whatever it is kept in: rebuilds the tree, follows the keys, and
// holds each checkpoint against both.
import { Buffer } from 'node:buffer';
import type { Json } from '../../core/canonical/json.ts';
import { CHARTER_KIND, charterMarkOf, type PlacedMark } from '../../core/ports/charter-mark.ts';
import { type Leaf, OWN_KIND, parseLeaf } from '../entry/leaf.ts';
import { type RecordView, recordHash } from '../entry/records.ts';
import { AuditFormatError, type Finding } from '../errors.ts';
import { hexOf, sameHash } from '../merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts';
import { KeyType, type PublicKey, SIGNATURE_SIZES } from '../note/keys.ts';
import { type NoteSignature, openNote } from '../note/note.ts';
import { parseRotation, rotationSigned } from '../note/rotation.ts';
import { type FindingCode, finding, type Place } from './finding.ts';

const OWN_MARK = Buffer.from(`"kind":"${OWN_KIND}`, 'latin1');
export const ROTATION_KIND = `${OWN_KIND}rotation`;
export const PRUNED_KIND = `${OWN_KIND}pruned`;
/** More say nothing new. */
const FINDINGS_MAX = 100;

const MISSING = 'SIGNATURE_MISSING';

/** A tree that grows leaf by leaf; CompactRange and TileBuilder are. */
export interface GrowingTree {
  readonly size: number;
  append(leafHash: Uint8Array): void;
  root(): Uint8Array;
}

export interface VerifierOptions {
  readonly path: string;
  readonly tree: GrowingTree;
  /** The log's keys at its beginning; without any, no signature is looked at. */
  readonly trusted: readonly PublicKey[];
  /** Roots at these sizes are kept, to compare with others. */
  readonly rootsAt?: readonly number[];
  /** Parse every entry, not only what the log says about itself. */
  readonly shapes?: boolean;
  /** The log's own file: nobody else signs in it, so that a stranger's signature was one of ours. */
  readonly own?: boolean;
}

export class LogVerifier {
  readonly findings: Finding[] = [];
  readonly roots = new Map<number, Uint8Array>();
  /** Entries up to here may have been removed: the log says so. */
  prunedAllowed = 0;
  /** What it says last of persons, keys and policy. */
  charter: PlacedMark | undefined;
  /** How many checkpoints a trusted key signed. */
  signatures = 0;
  readonly #path: string;
  readonly #tree: GrowingTree;
  readonly #wanted: ReadonlySet<number>;
  readonly #shapes: boolean;
  readonly #own: boolean;
  /** Keys by the size from which on they sign. */
  readonly #epochs: { readonly from: number; readonly keys: readonly PublicKey[] }[];

  constructor({ path, tree, trusted, rootsAt = [], shapes = false, own = false }: VerifierOptions) {
    this.#path = path;
    this.#tree = tree;
    this.#wanted = new Set(rootsAt);
    this.#shapes = shapes;
    this.#own = own;
    this.#epochs = [{ from: 0, keys: trusted }];
    this.#keepRoot();
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The keys that sign a tree of @size entries; those of now by default. */
  keysAt(size = this.#tree.size): readonly PublicKey[] {
    return this.#epochs.findLast(({ from }) => from <= size)?.keys ?? [];
  }

  /** Of all times, the newest last. */
  get signers(): readonly PublicKey[] {
    return this.#epochs.flatMap(({ keys }) => keys);
  }

  find(code: FindingCode, message: string, place: Omit<Place, 'path'> = {}): void {
    if (this.findings.length < FINDINGS_MAX) {
      this.findings.push(finding(code, { path: this.#path, ...place }, message));
    }
  }

  /** The next entry; false when it is another one's turn, which ends the reading. */
  leaf(index: number, record: RecordView, offset?: number): boolean {
    if (!this.#isNext(index, offset)) {
      return false;
    }
    this.#tree.append(recordHash(record));
    this.#keepRoot();
    const own = Buffer.from(record.leaf.buffer, record.leaf.byteOffset, record.leaf.length);
    if (this.#shapes || own.includes(OWN_MARK)) {
      this.#read(index, record.leaf, offset);
    }
    return true;
  }

  /** The next entry when only its hash is left. */
  hash(index: number, leafHash: Uint8Array): void {
    if (this.#isNext(index)) {
      this.#tree.append(leafHash);
      this.#keepRoot();
    }
  }

  #isNext(index: number, offset?: number): boolean {
    const next = this.#tree.size;
    if (index === next) {
      return true;
    }
    if (index > next) {
      const which = index === next + 1 ? `entry ${next} is` : `entries ${next} to ${index - 1} are`;
      this.find('LEAF_MISSING', `${which} missing`, { index: next, offset });
    } else {
      this.find('LEAF_ORDER', `entry ${index} stands where ${next} belongs`, { index, offset });
    }
    return false;
  }

  #keepRoot(): void {
    if (this.#wanted.has(this.#tree.size)) {
      this.roots.set(this.#tree.size, this.#tree.root());
    }
  }

  #read(index: number, bytes: Uint8Array, offset?: number): void {
    let leaf: Leaf;
    try {
      leaf = parseLeaf(bytes);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) {
        throw error;
      }
      this.find('LEAF_MALFORMED', error.message, { index, offset });
      return;
    }
    if (leaf.kind === ROTATION_KIND) {
      this.#rotate(index, leaf, offset);
    } else if (leaf.kind === CHARTER_KIND) {
      const mark = charterMarkOf(leaf.details);
      if (mark === undefined) {
        this.find('LEAF_MALFORMED', 'it names no revision of the charter', { index, offset });
      } else {
        this.charter = { index, mark };
      }
    } else if (leaf.kind === PRUNED_KIND) {
      const before = leaf.details['before'];
      // Nothing can announce the removal of what comes after it.
      if (typeof before === 'number' && before <= index) {
        this.prunedAllowed = Math.max(this.prunedAllowed, before);
        const said = leaf.details['charter'];
        const mark = isMembers(said) ? charterMarkOf(said) : undefined;
        if (mark !== undefined) {
          this.charter = { index, mark };
        }
      }
    }
  }

  #rotate(index: number, leaf: Leaf, offset?: number): void {
    const trusted = this.keysAt();
    const statement = leaf.details['statement'];
    if (trusted.length === 0) {
      return;
    }
    try {
      const rotation = parseRotation(typeof statement === 'string' ? statement : '');
      if (rotation.index !== index) {
        throw new AuditFormatError('rotation', `is for index ${rotation.index}, not ${index}`);
      }
      if (rotationSigned(rotation, trusted)) {
        this.#epochs.push({ from: index + 1, keys: rotation.keys });
      } else if (!this.#joinAt(rotation.keys, trusted)) {
        throw new AuditFormatError('rotation', `is not signed by a key of '${rotation.oldOrigin}'`);
      }
    } catch (error) {
      if (!(error instanceof AuditFormatError)) {
        throw error;
      }
      this.find('ROTATION_FORGED', error.message, { index, offset });
    }
  }

  /** Who trusts a later key needs no earlier one: it signs the earlier entries as well. */
  #joinAt(keys: readonly PublicKey[], trusted: readonly PublicKey[]): boolean {
    const joined = keys.some(({ vkey }) => trusted.some((known) => known.vkey === vkey));
    if (joined) {
      const kept = this.findings.filter(({ code }) => code !== MISSING);
      this.findings.splice(0, this.findings.length, ...kept);
    }
    return joined;
  }

  /** A checkpoint that stands where the tree has grown to its size. Undefined when it does not hold. */
  checkpoint(
    signed: string,
    place: Omit<Place, 'path'>,
    signatures = true,
  ): Checkpoint | undefined {
    let checkpoint: Checkpoint;
    try {
      checkpoint = parseCheckpoint(signed);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) {
        throw error;
      }
      this.find('CHECKPOINT_MALFORMED', error.message, place);
      return undefined;
    }
    const root = this.#tree.root();
    if (checkpoint.size !== this.#tree.size || !sameHash(checkpoint.root, root)) {
      this.find(
        'ROOT_DIFFERS',
        `the checkpoint says ${checkpoint.size} entries with root ${hexOf(checkpoint.root)}; there ` +
          `are ${this.#tree.size} with root ${hexOf(root)}`,
        place,
      );
      return undefined;
    }
    return signatures && !this.#signed(checkpoint, place) ? undefined : checkpoint;
  }

  #signed(checkpoint: Checkpoint, place: Omit<Place, 'path'>): boolean {
    const keys = this.keysAt(checkpoint.size).filter(({ name }) => name === checkpoint.origin);
    if (this.keysAt(checkpoint.size).length === 0) {
      return true;
    }
    const { good, bad } = openNote(checkpoint.note, keys);
    const what = `the checkpoint of ${checkpoint.size} entries by '${checkpoint.origin}'`;
    if (bad.length > 0) {
      this.find('SIGNATURE_BAD', `${what} has a signature that does not hold`, place);
      return false;
    }
    if (good.length > 0 && this.#own && strangers(checkpoint, keys).length > 0) {
      this.find('SIGNATURE_BAD', `${what} has a signature that is nobody's`, place);
      return false;
    }
    if (good.length === 0) {
      this.find(MISSING, `${what} is not signed by a trusted key`, place);
      return false;
    }
    // A cosignature covers the tree alone, so that it could be had for other words beside it.
    const words = checkpoint.extensions?.length ?? 0;
    if (this.#own && words > 0 && !good.some(({ type }) => type === KeyType.ED25519)) {
      this.find('SIGNATURE_BAD', `${what} has lines that no signature covers`, place);
      return false;
    }
    this.signatures++;
    return true;
  }
}

/**
 * Signatures of the log's own checkpoint that none of its keys made. One of a kind that no trusted key
 * is of may be by a key of the log that nobody named.
 */
function strangers({ note, origin }: Checkpoint, keys: readonly PublicKey[]): NoteSignature[] {
  return note.signatures.filter(({ name, keyId, bytes }) => {
    const known = keys.some((key) => key.name === name && key.keyId === keyId);
    const unnamed =
      name === origin && !keys.some(({ type }) => SIGNATURE_SIZES[type] === bytes.length);
    return !known && !unnamed;
  });
}

function isMembers(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
