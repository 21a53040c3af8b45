// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DaemonLog, openLog, SUMMARY_MS } from '../../../src/daemon/log.ts';
import { BURST, KEYS_MAX, Limiter, OTHERS, RATE } from '../../../src/daemon/logging/limiter.ts';
import { CENSORED, MEMBERS_MAX, redact, TEXT_MAX } from '../../../src/daemon/logging/redact.ts';
import { runs } from '../core/runs.ts';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

function setUp(level: 'debug' | 'info' | 'warn' | 'error' = 'info') {
  const lines: Line[] = [];
  const time = { now: 0 };
  const log = openLog(level, '1.2.3', {
    sink: { write: (line) => lines.push(JSON.parse(line) as Line) },
    now: () => time.now,
  });
  return { log, lines, time };
}

const logs: DaemonLog[] = [];
function open(level?: Parameters<typeof setUp>[0]) {
  const made = setUp(level);
  logs.push(made.log);
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const log of logs.splice(0)) {
    log.close();
  }
  vi.useRealTimers();
});

const SECRET = 'S3CRET';
const NAMES = [
  'signature',
  'private_key',
  'privateKey',
  'NONCE',
  'token',
  'value',
  'justification',
];

describe('what is written down', () => {
  it('has no secret, however deep it lies (P)', () => {
    const holder = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 8 },
        fc.constant({ plain: 1 }),
        fc.record({ secret: fc.constant(SECRET), other: fc.integer() }),
        fc.constantFrom(...NAMES).map((name) => ({ [name]: SECRET })),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'device'), tie('node'), { maxKeys: 3 }),
        tie('node').map((cause) => Object.assign(new Error('x', { cause }), { signature: SECRET })),
      ),
    })).node;
    const { log, lines, time } = open();
    fc.assert(
      fc.property(holder, (facts) => {
        time.now += 1_000;
        log.info({ facts }, 'm');
        return !JSON.stringify(lines.at(-1)).includes(SECRET);
      }),
      runs(100),
    );
  });

  it('has no private key in any text', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const cut = pem.slice(0, 60);
    expect(redact(`read ${pem} and ${cut}`)).toBe(`read ${CENSORED}\n and ${CENSORED}`);
  });

  it('keeps what operators look for', () => {
    const { log, lines } = open();
    log.warn({ device: 0x8003, token: 0x8003, err: new TypeError('bad', { cause: 7n }) }, 'm');
    expect(lines[0]).toMatchObject({
      level: 'warn',
      name: 'dsmild',
      version: '1.2.3',
      device: 0x8003,
      token: 0x8003,
      err: { type: 'TypeError', message: 'bad', cause: '7', stack: expect.any(String) },
    });
  });

  it('has an end, and says what was cut', () => {
    const wide = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, i]));
    expect(redact('x'.repeat(TEXT_MAX + 1))).toMatch(/… \(1025\)$/);
    expect(redact(wide)).toMatchObject({ f0: 0, '…': 200 - MEMBERS_MAX });
    expect(redact(Array(100).fill(1))).toContain(`… ${100 - MEMBERS_MAX} more`);
    expect(redact({ data: new Uint8Array(4), at: () => 1 })).toEqual({
      data: '[4 bytes]',
      at: '[function]',
    });
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(redact(loop))).toContain('[deeper]');
  });
});

describe('how much is written', () => {
  it('is a burst and a few a second, then a count (P)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 300 }), (pauses) => {
        const limiter = new Limiter();
        let now = 0;
        let admitted = 0;
        for (const pause of pauses) {
          now += pause;
          admitted += limiter.admit('k', now) ? 1 : 0;
        }
        const told = limiter.take().reduce((sum, { lines }) => sum + lines, 0);
        expect(admitted + told).toBe(pauses.length);
        expect(admitted).toBeLessThanOrEqual(BURST + (now * RATE) / 1_000 + 1);
        expect(limiter.take()).toEqual([]);
      }),
      runs(100),
    );
  });

  it('is told of what is left out, and hides no other message', () => {
    const { log, lines } = open();
    for (let i = 0; i < 500; i++) {
      log.info({}, 'flood');
    }
    log.info({}, 'other');
    expect(lines).toHaveLength(BURST + 1);
    vi.advanceTimersByTime(SUMMARY_MS);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', like: 'flood', lines: 500 - BURST });
  });

  it('needs bounded memory, whatever keys are asked for', () => {
    const limiter = new Limiter();
    let admitted = 0;
    for (let i = 0; i < 10_000; i++) {
      admitted += limiter.admit(`key ${i}`, 0) ? 1 : 0;
    }
    expect(admitted).toBe(KEYS_MAX + BURST);
    expect(limiter.take()).toEqual([{ key: OTHERS, lines: 10_000 - KEYS_MAX - BURST }]);
    // Quiet ones make room.
    expect(limiter.admit('new', (BURST / RATE) * 1_000)).toBe(true);
  });
});

describe('a call that ended', () => {
  const call = { request: '1.2', transport: 'unix', method: '/a/B', principal: 'unix:1', ms: 3 };

  it.each([
    ['OK', 'debug'],
    ['CANCELLED', 'debug'],
    ['PERMISSION_DENIED', 'info'],
    ['INVALID_ARGUMENT', 'info'],
    ['UNIMPLEMENTED', 'info'],
    ['ERR_DSMIL_REFUSED', 'info'],
    ['DEADLINE_EXCEEDED', 'warn'],
    ['RESOURCE_EXHAUSTED', 'warn'],
    ['INTERNAL', 'error'],
    ['ERR_DSMIL_INTERNAL', 'error'],
  ])('%s is one line at %s', (code, level) => {
    const { log, lines } = open('debug');
    log.call({ ...call, code });
    expect(lines).toEqual([expect.objectContaining({ ...call, code, level })]);
  });

  it('of one client hides no other client’s', () => {
    const { log, lines } = open();
    for (let i = 0; i < 500; i++) {
      log.call({ ...call, code: 'PERMISSION_DENIED' });
    }
    log.call({ ...call, principal: 'unix:2', code: 'PERMISSION_DENIED' });
    expect(lines).toHaveLength(BURST + 1);
    expect(lines.at(-1)).toMatchObject({ principal: 'unix:2' });
  });
});

describe('the level', () => {
  it('changes while it runs, both ways', () => {
    const { log, lines } = open();
    log.debug({}, 'a');
    log.level = 'debug';
    log.debug({}, 'b');
    log.level = 'error';
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines.map(({ msg }) => msg)).toEqual(['b', 'd']);
    expect(log.level).toBe('error');
  });
});

describe('a defect', () => {
  it('has an id of its own, under which the log has it', () => {
    const { log, lines } = open();
    const ids = [log.defect(new Error('one')), log.defect('two')];
    expect(new Set(ids).size).toBe(2);
    expect(lines.map(({ defect }) => defect)).toEqual(ids);
  });
});
