// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default defineConfig({
  test: {
    include: ['test/integration/operations*.test.ts'],
    pool: 'forks',
    environment: 'node',
    testTimeout: 400_000,
    hookTimeout: 120_000,
  },
});
