// SPDX-License-Identifier: Apache-2.0
// The leaf file's own thread: it shares nothing with the store, so that a store whose disk stands
// still holds up none of this.
import { parentPort, workerData } from 'node:worker_threads';
import { loadLogKeys } from '../note/key-files.ts';
import { parseVkey } from '../note/keys.ts';
import { verifyLeafFile } from '../verify/verify-leaf-file.ts';
import { finish } from '../verify/verify-store.ts';
import { createLeafFile, LeafFile, type LeafFileState } from './leaf-file.ts';
import type {
  LeafMessage,
  LeafReply,
  LeafRequest,
  LeafThreadData,
  WireLeafReport,
} from './protocol.ts';

const PLACE_SPACING = 256 * 1024;

const port = parentPort;
if (port === null) {
  throw new Error('leaf-file/thread.ts is the leaf file’s thread, not a program');
}
const { path, origin, keys } = workerData as LeafThreadData;
let verified: LeafFileState | undefined;
let places: { first: number; offset: number }[] = [];
let file: LeafFile | undefined;

function verify(
  trusted: readonly string[],
  rootsAt: readonly number[],
): WireLeafReport | undefined {
  places = [];
  try {
    const report = finish(
      verifyLeafFile({
        path,
        trusted: trusted.map(parseVkey),
        rootsAt,
        signatures: 'last',
        frame: ({ first, offset }) => {
          if (offset - (places.at(-1)?.offset ?? -PLACE_SPACING) >= PLACE_SPACING) {
            places.push({ first, offset });
          }
        },
      }),
    );
    verified = report;
    const { keys: now, signers: _signers, checkpoint: _checkpoint, ...rest } = report;
    return { ...rest, keys: now.map(({ vkey }) => vkey) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function begin(create: boolean): { size: number } {
  const state = create ? createLeafFile(path, { size: 0, roots: [] }) : verified;
  if (state === undefined) {
    throw new Error('the leaf file has not been verified');
  }
  const signer = loadLogKeys(keys, origin).ed25519;
  file = new LeafFile({ path, state, places, origin, signer, now: Date.now });
  return { size: state.size };
}

function begun(): LeafFile {
  if (file === undefined) {
    throw new Error('the leaf file has not been begun');
  }
  return file;
}

function answer(request: LeafRequest): unknown {
  switch (request.op) {
    case 'verify':
      return verify(request.trusted, request.rootsAt);
    case 'begin':
      return begin(request.create);
    case 'append': {
      const { batches, storeDurable, stop } = request;
      const hashes = begun().append(batches, storeDurable, stop);
      return { hashes, size: begun().size, root: begun().root };
    }
    case 'read':
      return begun().read(request.first, request.bytes);
    case 'prune':
      return begun().prune(request.before);
    case 'counters':
      return { syncs: begun().syncs };
    case 'close':
      file?.seal(request.storeDurable);
      file?.close();
      return undefined;
  }
}

port.on('message', ({ id, request }: LeafMessage) => {
  let reply: LeafReply;
  try {
    reply = { id, answer: answer(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string'
        ? error.code
        : undefined;
    reply = { id, failure: { message, code } };
  }
  port.postMessage(reply);
});
