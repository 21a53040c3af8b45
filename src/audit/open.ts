// SPDX-License-Identifier: Apache-2.0
// Opens the audit log: verifies everything that remembers it, brings both sinks to the same entries,
// and only then takes new ones. This is the file that the daemon imports.
import { extname } from 'node:path';
import { Severity } from '../core/model/enums.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import { newestMark } from '../core/ports/charter-mark.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ModuleReference, Store } from '../store/contract.ts';
import { AuditHandle } from './client/handle.ts';
import { inspect, type Opened } from './client/inspect.ts';
import { LeafSink } from './client/leaf-sink.ts';
import { LOG_LIMITS, type LogLimits } from './client/log.ts';
import { StoreSink } from './client/store-sink.ts';
import { OWN_KIND } from './entry/leaf.ts';
import { AuditTamperedError } from './errors.ts';
import { ORIGIN_MAX, readHeadFile } from './head/head-file.ts';
import type { HeadWitness } from './head/kernel-head.ts';
import { EMPTY_ROOT, sameHash } from './merkle/hash.ts';
import { createLogKeys, type LogKeys, loadLogKeys, signersOf } from './note/key-files.ts';
import { signRotation } from './note/rotation.ts';
import { createTrustFile, policyText, readTrustFile } from './note/trust-file.ts';
import type { AuditStoreOptions } from './store/options.ts';
import { finding } from './verify/finding.ts';
import { ROTATION_KIND } from './verify/log-verifier.ts';

/** A sink was written anew from the store by hand: what it had by itself was given up. */
const MENDED_KIND = `${OWN_KIND}mended`;

/** A name that the log signs with, and the folder of its private keys. */
export interface LogIdentity {
  /** A URL without scheme, by custom: host.example/dsmil/audit. {range 1..120 bytes} */
  readonly origin: string;
  readonly keys: string;
}

export interface AuditPlaces extends LogIdentity {
  /** Best on another disk than the store's. */
  readonly headPath: string;
  /** Best on another disk than the store's. */
  readonly leafPath: string;
}

export interface AuditOptions extends AuditPlaces {
  /** Opened with auditModule() of the same places. */
  readonly store: Store;
  /** For messages: where the store is. */
  readonly storePath: string;
  readonly clock: Clock;
  /** The kernel's head; without it a rollback of all files together is found by checkpoints alone. */
  readonly witness?: HeadWitness;
  /** Signed checkpoints that were kept elsewhere; each must hold. */
  readonly checkpoints?: readonly { readonly path: string; readonly signed: string }[];
  /** What the log signed with until now, when it is to go on under other keys or another origin. */
  readonly previous?: LogIdentity;
  /** An older store was put back on purpose: it catches up from the leaf file, and the log says so. */
  readonly restored?: boolean;
  readonly limits?: Partial<LogLimits>;
  /** A checkpoint by all keys at least this often while entries come in. {unit ms; default 1000} */
  readonly checkpointMs?: number;
  /** A sink failed, or came back (@error undefined). */
  readonly onSink?: (name: string, error: Error | undefined) => void;
}

/** Before the store is opened: makes the keys of a new log, loads those of an old one. */
export function prepareKeys(identity: LogIdentity, previous?: LogIdentity): LogKeys {
  const { origin, keys } = identity;
  if (Buffer.byteLength(origin) > ORIGIN_MAX) {
    throw new InvalidArgumentError('origin', origin, `at most ${ORIGIN_MAX} bytes long`);
  }
  const made = createLogKeys(keys, origin);
  const text =
    previous === undefined
      ? policyText(signersOf(made).map(({ publicKey }) => publicKey))
      : readTrustFile(previous.keys).text;
  createTrustFile(keys, text);
  return made;
}

/** For the store's list of modules; prepareKeys comes before the store is opened. */
export function auditModule({ origin, keys, headPath }: AuditPlaces): ModuleReference {
  const options: AuditStoreOptions = { origin, keys, headPath };
  const file = `./store-module${extname(import.meta.url)}`;
  return { url: new URL(file, import.meta.url).href, options };
}

/** Undefined when @own signs this log already; the old key when it is about to take over. */
function rotationFrom(
  { previous, storePath, headPath }: AuditOptions,
  own: LogKeys,
  { stored, leaves }: Opened,
): LogKeys | undefined {
  const longest = (leaves?.size ?? 0) > stored.size ? leaves?.keys : stored.keys;
  if (longest?.includes(own.ed25519.publicKey.vkey)) {
    return undefined;
  }
  const old = previous === undefined ? undefined : loadLogKeys(previous.keys, previous.origin);
  const head = readHeadFile(headPath)?.head;
  const even =
    leaves?.size === stored.size &&
    head?.size === stored.size &&
    leaves.root !== undefined &&
    sameHash(leaves.root, stored.size === 0 ? EMPTY_ROOT : stored.root);
  if (old === undefined || !longest?.includes(old.ed25519.publicKey.vkey)) {
    const says = `the key of '${own.origin}' is not the one that this log signs with`;
    throw new AuditTamperedError([finding('KEY_NOT_CURRENT', { path: storePath }, says)]);
  }
  if (!even) {
    const says = 'store, head file and leaf file are not even: start once with the old key first';
    throw new AuditTamperedError([finding('KEY_NOT_CURRENT', { path: storePath }, says)]);
  }
  return old;
}

/**
 * Rejects with AuditTamperedError when anything that remembers the log disagrees (what, where, what to
 * do), with AuditKeyError for keys that are unfit, and with what the store says when it does not answer.
 */
export async function openAuditLog(options: AuditOptions): Promise<AuditHandle> {
  const { clock, store, origin, keys, leafPath } = options;
  const own = loadLogKeys(keys, origin);
  const trusted = readTrustFile(keys).policy.logs;
  const leaf = new LeafSink({ path: leafPath, origin, keys });
  try {
    const opened = await inspect(options, leaf, trusted);
    const old = rotationFrom(options, own, opened);
    const { stored, leaves } = opened;
    const { size } = await leaf.ask({ op: 'begin', create: leaves === undefined });
    const handle = new AuditHandle({
      storeSink: new StoreSink(store),
      leafSink: leaf,
      starts: { store: stored.size, leaf: size },
      charter: newestMark(stored.charter, leaves?.charter),
      store,
      clock,
      witness: options.witness,
      limits: { ...LOG_LIMITS, ...options.limits },
      checkpointMs: options.checkpointMs ?? 1000,
      onSink: options.onSink ?? (() => undefined),
    });
    await announce(handle, options, own, old, opened);
    return handle;
  } catch (error) {
    await leaf.terminate();
    throw error;
  }
}

/** What the log says about itself before anybody else says anything. */
async function announce(
  handle: AuditHandle,
  options: AuditOptions,
  own: LogKeys,
  old: LogKeys | undefined,
  { leaves, mendedHead }: Opened,
): Promise<void> {
  const entry = {
    severity: Severity.INFO,
    actor: 'system',
    device: null,
    coordinationId: null,
    clearance: 0,
    compartments: [],
    at: options.clock.wall(),
  };
  if (old !== undefined) {
    const rotation = {
      oldOrigin: old.origin,
      newOrigin: own.origin,
      index: handle.size,
      keys: signersOf(own).map(({ publicKey }) => publicKey),
    };
    const statement = signRotation(rotation, old.ed25519, options.clock.wall() / 1000);
    await handle.append({ ...entry, kind: ROTATION_KIND, details: { statement } }, 'intent');
  }
  if (options.restored === true) {
    const details = { entries: handle.size };
    await handle.append({ ...entry, kind: 'audit.restored', details }, 'intent');
  }
  const mended = [
    ...(leaves?.mended === true ? [{ file: 'leaf file', entries: leaves.size }] : []),
    ...(mendedHead ? [{ file: 'head file', entries: handle.size }] : []),
  ];
  for (const details of mended) {
    const severity = Severity.WARNING;
    await handle.append({ ...entry, severity, kind: MENDED_KIND, details }, 'intent');
  }
}
