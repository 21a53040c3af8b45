// SPDX-License-Identifier: Apache-2.0
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/canonical/json.ts';
import { SegmentError } from '../../../src/events/errors.ts';
import { deliveryOf, toEvent } from '../../../src/events/publication.ts';
import { CRC_FROM, HEADER, Segment } from '../../../src/events/segment.ts';
import { SegmentBuilder } from '../../../src/events/segment-builder.ts';
import { runs } from '../core/runs.ts';
import { deliveries, publications } from './arbitrary.ts';

const inputs = fc.array(fc.tuple(publications, deliveries), { minLength: 1, maxLength: 12 });

function build(
  events: readonly (readonly [Parameters<typeof toEvent>[0], Parameters<typeof toEvent>[1]])[],
) {
  const builder = new SegmentBuilder();
  const encoded = events.map(([publication, delivery]) => toEvent(publication, delivery));
  for (const event of encoded) {
    builder.add(event);
  }
  return { encoded, bytes: builder.build(7) };
}

function decode(segment: Segment, n: number) {
  const { subject, clearance, compartments } = segment.topic(n);
  return {
    subject,
    clearance,
    compartments,
    type: segment.type(n),
    severity: segment.severity(n),
    source: segment.source(n),
    at: segment.at(n),
    data: JSON.parse(segment.dataText(n)),
  };
}

/** Damage that its checksum does not show, as a faulty writer would do it. */
function resealed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  copy.writeUInt32LE(crc32(copy.subarray(CRC_FROM)), HEADER.crc);
  return copy;
}

describe('the codec of segments', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(inputs, (events) => {
        const { encoded, bytes } = build(events);
        const segment = new Segment(bytes);
        expect([segment.first, segment.last, segment.count]).toEqual([
          7,
          6 + events.length,
          events.length,
        ]);
        events.forEach(([publication, delivery], n) => {
          expect(decode(segment, n)).toEqual({
            ...publication,
            compartments: [...publication.compartments].sort(),
          });
          expect(segment.dataText(n)).toBe(canonicalJson(publication.data));
          expect(deliveryOf(segment.delivery(n))).toBe(delivery);
          expect(segment.id(n)).toBe(Buffer.from(encoded[n]?.id ?? []).toString('hex'));
        });
      }),
      runs(300),
    );
  });

  it('any cut and any merge of segments holds the same events', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (events, at) => {
        const whole = new Segment(build(events).bytes);
        const cut = at % (whole.count + 1);
        const builder = new SegmentBuilder();
        builder.addFrom(whole, 0, cut);
        builder.addFrom(whole, cut, whole.count);
        expect(builder.build(7).equals(whole.bytes)).toBe(true);
        builder.addFrom(whole, 0, cut);
        const part = new Segment(builder.build(1));
        expect(Array.from({ length: cut }, (_, n) => decode(part, n))).toEqual(
          Array.from({ length: cut }, (_, n) => decode(whole, n)),
        );
      }),
      runs(200),
    );
  });

  it('every truncation and every flipped bit is found and named', () => {
    const [sample] = fc.sample(inputs, { numRuns: 1, seed: 4 });
    const { bytes } = build((sample ?? []).slice(0, 2));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => new Segment(bytes.subarray(0, length))).toThrow(SegmentError);
    }
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => new Segment(copy)).toThrow(SegmentError);
    }
  });

  it('says what is wrong', () => {
    const bytes = build(fc.sample(inputs, { numRuns: 1, seed: 9 })[0] ?? []).bytes;
    const cases: [Buffer, string][] = [
      [Buffer.alloc(3), 'it has 3 bytes, its header alone has 32'],
      [Buffer.alloc(64), 'it does not begin as one'],
      [Buffer.concat([bytes, Buffer.alloc(1)]), `where it says ${bytes.length}`],
      [Buffer.from(bytes).fill(1, bytes.length - 1), 'its checksum is wrong'],
      [resealed(bytes, (copy) => copy.writeUInt32LE(1, HEADER.zero)), 'reserved bytes'],
      [resealed(bytes, (copy) => copy.writeUInt32LE(99_999, HEADER.count)), 'do not fit'],
      [resealed(bytes, (copy) => copy.writeUInt32LE(99_999, HEADER.topics)), 'its topic'],
      [
        resealed(bytes, (copy) => copy.writeBigUInt64LE(2n ** 60n, HEADER.first)),
        'its revisions are out of range',
      ],
    ];
    for (const [damaged, problem] of cases) {
      expect(() => new Segment(damaged)).toThrow(problem);
    }
  });

  it('never reads outside itself, whatever a faulty writer wrote under a right checksum', () => {
    const [events] = fc.sample(inputs, { numRuns: 1, seed: 11 });
    const { bytes } = build(events ?? []);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const damaged = resealed(bytes, (copy) => {
          copy[at] = value;
        });
        let segment: Segment;
        try {
          segment = new Segment(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(SegmentError);
          return;
        }
        for (let n = 0; n < segment.count; n++) {
          expect(segment.topic(n).subject.length).toBeLessThan(256);
          expect(segment.dataBytes(n).length).toBeLessThanOrEqual(bytes.length);
        }
      }),
      runs(500),
    );
  });

  it('has no event before the first or after the last', () => {
    const { bytes } = build(fc.sample(inputs, { numRuns: 1, seed: 1 })[0] ?? []);
    const segment = new Segment(bytes);
    for (const n of [-1, segment.count, Number.NaN]) {
      expect(() => segment.at(n)).toThrow(RangeError);
    }
  });
});
