// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    include: ['test/integration/events/*.test.ts'],
    pool: 'forks',
    // Each starts processes with stores of their own: one after the other on two processors.
    fileParallelism: false,
    environment: 'node',
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
