// SPDX-License-Identifier: Apache-2.0
// dsmilctl plan and config as they are built, and a core in the test's own process, against a real
// dsmil-sim.
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ['test/integration/plan*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    restoreMocks: true,
  },
});
