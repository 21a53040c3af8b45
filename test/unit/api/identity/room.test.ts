// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  DESCRIPTORS_OWN,
  PLACES_MIN,
  withinDescriptors,
} from '../../../../src/api/identity/room.ts';
import { runs } from '../../core/runs.ts';

const count = fc.integer({ min: 1, max: 65_536 });
const KINDS = ['connections', 'ofOne', 'spares', 'handshakes', 'ofAddress'] as const;
const doors = fc.record({
  connections: count,
  ofOne: count,
  spares: count,
  handshakes: count,
  ofAddress: count,
});

it('I9 connections and handshakes never need more descriptors than there are', () => {
  fc.assert(
    fc.property(doors, fc.integer({ min: 300, max: 200_000 }), (wanted, descriptors) => {
      const taken = withinDescriptors(wanted, descriptors);
      // The least of each kind that there is may be more than its part.
      const sum = taken.connections + taken.spares + taken.handshakes;
      expect(sum).toBeLessThanOrEqual(descriptors - DESCRIPTORS_OWN + 3 * PLACES_MIN);
      for (const kind of KINDS) {
        expect(taken[kind]).toBeLessThanOrEqual(wanted[kind]);
        expect(taken[kind]).toBeGreaterThanOrEqual(Math.min(PLACES_MIN, wanted[kind]));
      }
    }),
    runs(500),
  );
});

it('I9 what fits is left as it is', () => {
  const wanted = {
    connections: 1_024,
    ofOne: 64,
    spares: 256,
    handshakes: 256,
    ofAddress: 32,
  };
  expect(withinDescriptors(wanted, 1_536 + DESCRIPTORS_OWN)).toBe(wanted);
  expect(withinDescriptors(wanted, Number.POSITIVE_INFINITY)).toBe(wanted);
  // What a process gets where nobody has raised it.
  expect(withinDescriptors(wanted, 1_024)).toEqual({
    connections: 512,
    ofOne: 32,
    spares: 128,
    handshakes: 128,
    ofAddress: 16,
  });
});
