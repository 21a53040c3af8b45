// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    include: ['test/integration/identity*.test.ts', 'test/integration/tutorial.test.ts'],
    pool: 'forks',
    // Each file starts simulators and stores of its own: one after the other on two processors.
    fileParallelism: false,
    environment: 'node',
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
