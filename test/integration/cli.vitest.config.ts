// SPDX-License-Identifier: Apache-2.0
// The compiled dsmilctl and scripts/run against a real dsmil-sim.
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ['test/integration/cli*.test.ts', 'test/integration/run*.test.ts'],
    // That one takes a daemon, and longer: part service.
    exclude: ['test/integration/cli-remote.test.ts'],
    pool: 'forks',
    // Simulators and programs of their own: two cores have enough to do with two of these.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
  },
});
