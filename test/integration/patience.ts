// SPDX-License-Identifier: Apache-2.0
// For a daemon whose machine stands still for seconds now and then: none of its own clocks is to decide a test. Of a
// test that is about one of them it is left out.

/** The keys of the configuration, as they are named in an environment, which counts more than a file. */
export const PATIENCE = {
  DSMIL_DEADMAN_PERIOD_MS: '60000',
  DSMIL_SYNC_FULL_PASS_MS: '60000',
  DSMIL_SYNC_REPORT_DEADLINE_MS: '60000',
  DSMIL_SYNC_ASSESS_DEADLINE_MS: '60000',
} as const;
