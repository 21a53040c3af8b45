// SPDX-License-Identifier: Apache-2.0
// The log over the real store: restarts, faults of one sink, rotation, retention, clearance.
import { chmodSync, closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leafHash } from '../../../src/audit/merkle/hash.ts';
import { consistencyHolds, inclusionHolds } from '../../../src/audit/merkle/proofs.ts';
import { parseCheckpoint } from '../../../src/audit/note/checkpoint.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { RefusalRecorder } from '../../../src/audit/record/refusals.ts';
import { clock, entry, FakeWitness, Rig } from './rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.remove());

const ALL = { clearance: 9, compartments: ['A'] };

function verdict() {
  const sources = [rig.store, rig.leaves].map(openSource);
  try {
    return verifyLogs({
      sources,
      policy: rig.trusted,
      headPath: rig.head,
      checkpoints: [],
      shapes: true,
    });
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

describe('a life of the log', () => {
  it('X1 goes on at its next index after each start, and both sinks have it all', async () => {
    for (const count of [1, 300, 0, 7]) {
      await rig.with(async (log) => {
        await Promise.all(
          Array.from({ length: count }, (_, n) => log.append(entry(n), 'ordinary')),
        );
      });
    }
    const { verdict: word, logs, findings } = verdict();
    expect([word, findings]).toEqual(['good', []]);
    expect(logs.map(({ report }) => report.size)).toEqual([308, 308]);
  });

  it('X2 its proofs verify against its own signed checkpoint', async () => {
    await rig.with(async (log) => {
      const receipts = await Promise.all(
        Array.from({ length: 20 }, (_, n) => log.append(entry(n), 'intent')),
      );
      await log.settled();
      await vi.waitFor(async () => expect(await log.checkpoint()).toBeDefined(), {
        timeout: 60_000,
      });
      const { size, root } = parseCheckpoint((await log.checkpoint()) ?? '');
      const receipt = receipts[7];
      const proof = await log.inclusionProof(7, size);
      const hash = Buffer.from(receipt?.leafHash ?? '', 'hex');
      expect(inclusionHolds(hash, 7, size, proof, root)).toBe(true);
      await log.append(entry(21), 'intent');
      await log.settled();
      const long = await log.consistencyProof(size, log.size);
      expect(consistencyHolds({ size, root }, { size: log.size, root }, long)).toBe(false);
    });
  });

  it('X3 who is not cleared gets hashes, which are those of the entries', async () => {
    await rig.with(async (log) => {
      const open = await log.append(entry(0), 'intent');
      const secret = await log.append(entry(1, { clearance: 3, compartments: ['A'] }), 'intent');
      await log.settled();
      const look = (reader: typeof ALL) => log.search({ filter: {}, reader, limit: 10, scan: 100 });
      const low = await look({ clearance: 0, compartments: [] });
      expect(low.found.map(({ leafHash: hash, entry: found }) => [hash, found?.actor])).toEqual([
        [secret.leafHash, undefined],
        [open.leafHash, 'alice'],
      ]);
      expect(JSON.stringify(low.found[0])).not.toContain('alice');
      expect((await look(ALL)).found[0]?.entry?.actor).toBe('alice');
    });
  });

  it('X4 a leaf file that cannot be written does not stop the log, and catches up when it can', async () => {
    await rig.grow(1);
    const told: string[] = [];
    await rig.with(
      async (log) => {
        renameSync(rig.leaves, `${rig.leaves}.away`);
        const { index } = await log.append(entry(1), 'intent');
        expect(index).toBe(1);
        await vi.waitFor(() => expect(told.length).toBe(1), { timeout: 60_000 });
        expect(log.durable).toBe(true);
        expect(log.status().sinks[1]).toMatchObject({ name: 'leaf file', able: false });
        renameSync(`${rig.leaves}.away`, rig.leaves);
        await vi.waitFor(() => expect(told.length).toBe(2), { timeout: 60_000 });
      },
      { onSink: (name, error) => told.push(`${name}: ${error?.message ?? 'back'}`) },
    );
    expect(told[0]).toMatch(/^leaf file: .*ENOENT/);
    expect(told[1]).toBe('leaf file: back');
    expect(verdict()).toMatchObject({ verdict: 'good', findings: [] });
  });

  it('X5 goes on under other keys and another origin; who trusts the first key follows', async () => {
    await rig.grow(3);
    const previous = { origin: rig.places().origin, keys: rig.keys };
    const next = { origin: 'host.example/dsmil/audit2', keys: join(rig.folder, 'keys2') };
    await rig.grow(2, { ...next, previous });
    await rig.grow(1, { ...next, previous });
    const { verdict: word, findings, logs } = verdict();
    expect([word, findings]).toEqual(['good', []]);
    expect(logs[0]?.report.checkpoint?.origin).toBe(next.origin);
    expect(logs[0]?.report.size).toBe(3 + 1 + 2 + 1);
    // The old key signs nothing any more.
    await expect(rig.grow(1)).rejects.toMatchObject({ findings: [{ code: 'KEY_NOT_CURRENT' }] });
    // Who trusts the new key alone is content as well.
    const sources = [openSource(rig.store)];
    const policy = { ...rig.trusted, logs: logs[0]?.report.keys ?? [] };
    const request = { sources, policy, headPath: rig.head, checkpoints: [], shapes: true };
    expect(verifyLogs(request)).toMatchObject({ verdict: 'good', findings: [] });
    sources[0]?.close();
  });

  it('X6 another key without a rotation is refused', async () => {
    await rig.grow(2);
    await expect(
      rig.grow(1, { keys: join(rig.folder, 'others'), origin: rig.places().origin }),
    ).rejects.toMatchObject({ code: 'ERR_DSMIL_AUDIT_TAMPERED' });
    await rig.grow(1);
  });

  it('X7 retention removes entries and keeps every proof', async () => {
    await rig.grow(5);
    await rig.with(async (log) => {
      await Promise.all(Array.from({ length: 600 }, (_, n) => log.append(entry(n), 'ordinary')));
      expect(await log.prune(400, 'bob')).toBeGreaterThan(390);
      await log.append(entry(1), 'intent');
    });
    await rig.grow(2);
    const { verdict: word, findings, logs } = verdict();
    expect([word, findings]).toEqual(['good', []]);
    expect(logs.map(({ report }) => report.pruned > 0)).toEqual([true, true]);
    await rig.with(async (log) => {
      const checkpoint = parseCheckpoint((await log.checkpoint()) ?? '');
      const { size, root } = checkpoint;
      const found = await log.search({ filter: {}, reader: ALL, limit: 1, scan: 10 });
      const last = found.found[0];
      const proof = await log.inclusionProof(last?.index ?? 0, size);
      const hash = Buffer.from(last?.leafHash ?? '', 'hex');
      expect(inclusionHolds(hash, last?.index ?? 0, size, proof, root)).toBe(true);
    });
  });

  it('X8 keys that others can read are refused, by name', async () => {
    await rig.grow(1);
    chmodSync(join(rig.keys, 'ed25519.pem'), 0o640);
    await expect(rig.grow(1)).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_KEY',
      message: expect.stringMatching(/ed25519\.pem has mode 0640.*must be 0600/),
    });
  });

  it('X9 the kernel is told each head', async () => {
    const witness = new FakeWitness();
    await rig.grow(4, { witness });
    expect(witness.head?.[15]).toBe(4);
    await rig.grow(1, { witness });
    expect(witness.head?.[15]).toBe(5);
  });

  it('X10 a leaf file that gets longer under us is cut back to what we wrote', async () => {
    await rig.with(async (log) => {
      await log.append(entry(0), 'intent');
      await log.settled();
    });
    const fd = openSync(rig.leaves, 'a');
    writeSync(fd, Buffer.alloc(100));
    closeSync(fd);
    await rig.grow(2);
    expect(verdict().verdict).toBe('good');
  });

  it('X11 a thousand refusals of one kind are two entries', async () => {
    await rig.with(async (log) => {
      const errors: Error[] = [];
      const recorder = new RefusalRecorder({ log, clock, onError: (error) => errors.push(error) });
      for (let i = 0; i < 1000; i++) {
        recorder.record({
          principal: 'mallory',
          reason: 'QUARANTINED',
          entry: entry(i, { kind: 'access.refused' }),
        });
      }
      recorder.record({
        principal: 'mallory',
        reason: 'READ_ONLY',
        entry: entry(1, { kind: 'access.refused' }),
      });
      recorder.flush();
      await log.settled();
      const { found } = await log.search({ filter: {}, reader: ALL, limit: 10, scan: 100 });
      expect(found.map(({ entry: each }) => each?.details['count'])).toEqual([
        999,
        undefined,
        undefined,
      ]);
      expect(errors).toEqual([]);
    });
  });

  it('X12 its hashes are those of RFC 6962 over the entries as they are stored', async () => {
    let receipt: { index: number; leafHash: string } | undefined;
    await rig.with(async (log) => {
      receipt = await log.append(entry(0), 'intent');
    });
    const source = openSource(rig.store);
    const leaf = source.leaf(0) ?? new Uint8Array(0);
    source.close();
    expect(Buffer.from(leafHash(leaf)).toString('hex')).toBe(receipt?.leafHash);
  });
});
