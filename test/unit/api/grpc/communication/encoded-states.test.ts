// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireDeviceState } from '../../../../../src/api/grpc/communication/device-state.ts';
import {
  EncodedStates,
  statesCodec,
} from '../../../../../src/api/grpc/communication/encoded-states.ts';
import { StateSynchronizationResponse } from '../../../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import {
  type UnifiedDeviceState,
  unreportedState,
} from '../../../../../src/core/model/device-state.ts';
import { runs } from '../../../core/runs.ts';

const TOKENS = [0x8000, 0x8001, 0x8002];

/** States that the test moves, each with its revision. */
function world() {
  const revisions = new Map(TOKENS.map((token) => [token, 0]));
  const states = new Map<number, UnifiedDeviceState>(
    TOKENS.map((deviceId) => [
      deviceId,
      unreportedState({ deviceId, deviceName: 'd', deviceGroup: 0, deviceIndex: 0 }, 2),
    ]),
  );
  let built = 0;
  const sync = {
    revision: (token: number) => revisions.get(token) ?? 0,
    state: (token: number) => {
      built += 1;
      return states.get(token) as UnifiedDeviceState;
    },
  };
  const move = (token: number, count: number): void => {
    const before = states.get(token) as UnifiedDeviceState;
    const unifiedMetadata = { ...before.unifiedMetadata, stateChangeCount: count };
    states.set(token, { ...before, unifiedMetadata });
    revisions.set(token, (revisions.get(token) ?? 0) + 1);
  };
  return { encoded: new EncodedStates(sync), states, move, built: () => built };
}

describe('encoded states', () => {
  it('E1 are never older than the state, whatever moved since they were asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...TOKENS), fc.boolean()), { maxLength: 30 }),
        (steps) => {
          const { encoded, states, move } = world();
          for (const [n, [token, moves]] of steps.entries()) {
            if (moves) {
              move(token, n + 1);
            }
            const told = StateSynchronizationResponse.decode(encoded.of(token));
            const state = wireDeviceState(states.get(token) as UnifiedDeviceState);
            const now = StateSynchronizationResponse.encode({ devices: [state] }).finish();
            expect(told).toEqual(StateSynchronizationResponse.decode(now));
          }
        },
      ),
      runs(200),
    );
  });

  it('are made once for each revision', () => {
    const { encoded, move, built } = world();
    encoded.of(0x8000);
    encoded.of(0x8000);
    expect(built()).toBe(1);
    move(0x8000, 1);
    encoded.of(0x8000);
    expect(built()).toBe(2);
  });

  it('make the bytes that the whole message would', () => {
    const { encoded, states } = world();
    const rest = { silentTracks: [3], version: 7, serverInstance: 'ab' };
    const devices = TOKENS.map((token) => wireDeviceState(states.get(token) as UnifiedDeviceState));
    const whole = StateSynchronizationResponse.encode({ ...rest, devices }).finish();
    const inParts = { devices: TOKENS.map((token) => encoded.of(token)), rest };
    expect(Buffer.from(statesCodec.encode(inParts))).toEqual(Buffer.from(whole));
    expect(Buffer.from(statesCodec.encode(statesCodec.decode(whole)))).toEqual(Buffer.from(whole));
  });
});
