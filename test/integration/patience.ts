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

const ASK_THE_DAEMON = new Set([
  ...['daemon', 'op', 'tx', 'approve', 'confirm'],
  ...['reset', 'start', 'conflicts', 'recover'],
]);

/** The same command line, with a minute instead of its five seconds for a daemon to answer. */
export function patiently(args: readonly string[]): readonly string[] {
  const [command = ''] = args;
  const given = args.includes('--timeout') || !ASK_THE_DAEMON.has(command);
  return given ? args : [...args, '--timeout', '60000'];
}
