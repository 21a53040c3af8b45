// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { TX_ABI_VERSION } from '../../../src/abi/generated/constants.ts';
import { type KernelPath, openKernelResource } from '../../../src/tracks/kernel/resource.ts';

/** A kernel of that version, which counts the claims. */
function kernelOf(txAbiVersion: number) {
  const claims = { count: 0 };
  const claim = (): Promise<bigint> => {
    claims.count += 1;
    return Promise.resolve(7n);
  };
  const path = {
    info: { instanceId: 5n, txAbiVersion },
    transactions: { claim },
  } as unknown as KernelPath;
  return { path, claims };
}

describe('the transaction calls', () => {
  it('are frozen as version 1', () => {
    expect(TX_ABI_VERSION).toBe(1);
  });

  it('of the version that is known are claimed', async () => {
    const { path, claims } = kernelOf(TX_ABI_VERSION);
    expect((await openKernelResource(path)).coordinatorEpoch).toBe(7n);
    expect(claims.count).toBe(1);
  });

  it.each([0, TX_ABI_VERSION + 1])('of version %i are not: nothing is claimed', async (version) => {
    const { path, claims } = kernelOf(version);
    await expect(openKernelResource(path)).rejects.toMatchObject({
      code: 'ERR_DSMIL_TX_ABI',
      message: expect.stringMatching(
        `version ${version} .*this build knows 1.*one build`,
      ) as string,
    });
    expect(claims.count).toBe(0);
  });
});
