// SPDX-License-Identifier: Apache-2.0
// The victim and what is preloaded into it, built once, so that a start of it is cheap.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build, type Place } from '../build.ts';
import { type Built, HARNESS, programsIn, VICTIM } from './programs.ts';

/** The victim, and what is named by URL at run time: a thread that is missing here does not start. */
const ENTRIES = [
  VICTIM,
  'src/audit/leaf-file/thread',
  'src/store/backup-thread',
  'src/store/reader-thread',
  'src/store/writer-thread',
  'src/audit/store-module',
  'src/events/store-module',
  'src/journal/store-module',
  'src/tracks/security/store-module',
];

/**
 * Of the sources in @root, under @into; with @place for a machine that has neither the sources nor a
 * compiler, and then the harness as well.
 */
export async function buildPrograms(root: string, into: string, place?: Place): Promise<Built> {
  await build(root, into, place === undefined ? ENTRIES : [...ENTRIES, HARNESS], place);
  const built = programsIn(into);
  execFileSync('cc', [
    ...['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', built.strike],
    join(import.meta.dirname, 'strike.c'),
  ]);
  return built;
}
