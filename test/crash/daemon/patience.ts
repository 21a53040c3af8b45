// SPDX-License-Identifier: Apache-2.0
// How long is waited. In an emulated machine everything takes that many times longer: DSMIL_SLOWNESS.

export const SLOWNESS = Number(process.env['DSMIL_SLOWNESS'] ?? 1);

/** Everything was looked at, to the end, and was not as it should be. */
export class OverdueError extends Error {
  override readonly name = 'OverdueError';
}

/** Rejects with OverdueError, and with what a look does. */
export async function patiently<T>(
  what: string,
  limitMs: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    // Before the look: whoever stands still behind it looks once more.
    const late = performance.now() > until;
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (late) {
      throw new OverdueError(`${what}: not within ${limitMs} ms`);
    }
    await new Promise((done) => setTimeout(done, 2));
  }
}
