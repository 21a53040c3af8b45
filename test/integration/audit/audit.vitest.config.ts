// SPDX-License-Identifier: Apache-2.0
// The audit log over the real store and files: tampering, faults, the offline tool.
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../../..`,
    include: ['test/integration/audit/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Some of them change every byte of a file.
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
