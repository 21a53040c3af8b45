// SPDX-License-Identifier: Apache-2.0
// The device, and how the host is kept safe when the daemon is not well.

import { z } from 'zod';
import { flag, integer, path, special } from '../key.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Math.log2(value) % 1 === 0;
}

export const device = {
  path: path({
    about:
      'The device node, or a simulator’s socket. Empty looks for /dev/dsmil, then for a running simulator.',
    fallback: '',
    optional: true,
    variable: 'DSMIL_DEVICE',
  }),
  ring_bytes: special({
    about:
      'Size of the ring that the daemon asks for. A larger one loses less when the daemon is held up.',
    fallback: MIB,
    schema: z
      .int()
      .min(16 * KIB)
      .max(64 * MIB)
      .refine(isPowerOfTwo),
    allowed: `a power of two in ${16 * KIB}..${64 * MIB}`,
    unit: 'bytes',
  }),
  reconnect: flag({
    about:
      'Whether to open the device again when it vanishes. Until it is there, everything about it counts as unknown.',
    fallback: true,
  }),
};

export const deadman = {
  period_ms: integer({
    about: 'Without a beat for so long the kernel latches the stop.',
    unit: 'ms',
    min: 100,
    max: 60_000,
    fallback: 1_000,
  }),
  beat_ms: integer({
    about:
      'Time between two beats, at most a third of the period: one that is late must not stop anything.',
    unit: 'ms',
    min: 10,
    max: 20_000,
    fallback: 200,
  }),
};

export const stop = {
  settle_ms: integer({
    about:
      'How long after a stop the acknowledgements of the tracks and the read-backs of the devices are waited for before it counts as degraded.',
    unit: 'ms',
    min: 10,
    max: 100,
    fallback: 100,
  }),
};
