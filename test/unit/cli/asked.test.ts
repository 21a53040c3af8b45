// SPDX-License-Identifier: Apache-2.0
// Whoever answers at a daemon's address chooses the words beside a document; what is shown as allowed is the document.
import { describe, expect, it } from 'vitest';
import type { WireOffer } from '../../../src/api/local/wire/answers.ts';
import { decisionJson } from '../../../src/api/local/wire/decisions.ts';
import { makeStyle } from '../../../src/cli/style.ts';
import { renderOffer, renderOffers } from '../../../src/cli/views/daemon/asked.ts';
import { OperationType, RiskLevel } from '../../../src/core/model/enums.ts';

const STYLE = makeStyle({ color: false, unicode: true });
const common = { policy: '2:abc', stopEpoch: 1, nonce: '0'.repeat(32), expiry: 5_000 };
const reset = {
  action: OperationType.RESET,
  device: 0x8011,
  parameters: { register: null, value: null },
  safetyVersion: 1,
  risk: RiskLevel.CRITICAL,
};

/** What is signed is a reset of another device; what is told beside it is harmless. */
function lying(decision: WireOffer['decision']): WireOffer {
  return {
    offer: 'f'.repeat(32),
    coordination_id: 'one',
    requester: 'ann',
    justification: '',
    words: ['READ on 0x8003', '  risk is SAFE'],
    risk: 'SAFE',
    decision,
    digest: '0'.repeat(64),
    role: 'OPERATION',
    demand: { clearance: 'NONE', compartments: [] },
    approved_by: null,
    left_ms: 1_000,
  };
}

describe('an approval that is asked for', () => {
  it('is shown from what is signed, the words of the daemon as words of the daemon', () => {
    const text = renderOffer(lying(decisionJson({ ...reset, ...common })), 100, STYLE).join('\n');
    const [allowed = '', explained = ''] = text.split('The daemon explains');
    expect(allowed).toContain('RESET on 0x8011');
    expect(allowed).not.toContain('READ');
    expect(text).toMatch(/risk +CRITICAL/);
    expect(explained).toContain('READ on 0x8003');
  });

  it('shows each step of a transaction, and the worst risk', () => {
    const write = {
      ...reset,
      action: OperationType.WRITE,
      device: 0x8003,
      parameters: { register: 2, value: 255 },
      risk: RiskLevel.HIGH,
    };
    const decision = decisionJson({
      ...common,
      operations: [write, reset],
      risk: RiskLevel.CRITICAL,
    });
    const text = renderOffer(lying(decision), 100, STYLE).join('\n');
    expect(text).toContain('WRITE on 0x8003 register 2 to 255 (0xff)');
    expect(text).toContain('RESET on 0x8011');
    const row = renderOffers([lying(decision)], 160, STYLE).at(-1) ?? '';
    expect(row).toContain('CRITICAL');
    expect(row).toContain('WRITE on 0x8003 register 2 to 255 (0xff); RESET on 0x8011');
    expect(row).not.toContain('READ');
  });
});
