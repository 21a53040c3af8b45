// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../../src/core/model/nearest.ts';

describe('nearestName', () => {
  const names = ['period_ms', 'beat_ms', 'path'];
  it.each([
    ['perod_ms', 'period_ms'],
    ['PERIOD_MS', 'period_ms'],
    ['paht', 'path'],
    ['prd', undefined],
    ['colour', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s may have meant %s', (name, meant) => {
    expect(nearestName(name, names)).toBe(meant);
  });
});
