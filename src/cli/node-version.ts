// SPDX-License-Identifier: Apache-2.0
// Read before anything else is loaded, by whatever Node there is: old syntax only.

export const NODE_MINIMUM = '24.15.0';

export function nodeIsRecent(version: string): boolean {
  const have = version.split('.').map(Number);
  const want = NODE_MINIMUM.split('.').map(Number);
  for (let i = 0; i < want.length; i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
