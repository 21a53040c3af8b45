// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// Inherited by the forks and by the threads that tests start: compiling is half of what those cost.
process.env['NODE_COMPILE_CACHE'] ??= `${import.meta.dirname}/.build/compile-cache`;

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    pool: 'forks',
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
