// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { DEVICES } from '../../../../src/abi/generated/devices.ts';
import { LEAF_SIZE_MAX, leafText } from '../../../../src/audit/entry/leaf.ts';
import { request, World } from './world.ts';

const TOO_LONG = '€'.repeat(256);

it('a refusal on all devices fits into an entry of the log, whatever its client says of itself', async () => {
  const world = new World();
  const operations = await world.open();
  world.situation.facts_ = { onHold: true };
  const authContext = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`${n}`.padEnd(64, '€'), TOO_LONG]),
  );
  const steps = DEVICES.map(({ token }) =>
    request('all', { deviceId: token, authContext, justification: '€'.repeat(4_096) }),
  );
  const { result } = await operations.coordinate({
    principal: 'ann',
    request: { coordinationId: 'all', operations: steps },
  });
  expect(result.state).toBe('DENIED');
  expect(result.message.length).toBeGreaterThan(4_096);
  const [refusal] = world.refusals;
  expect(refusal?.entry.details).toMatchObject({ claims: authContext });
  const leaf = refusal === undefined ? '' : leafText(refusal.entry, '0'.repeat(32));
  expect(Buffer.byteLength(leaf)).toBeGreaterThan(0);
  expect(Buffer.byteLength(leaf)).toBeLessThanOrEqual(LEAF_SIZE_MAX);
});
