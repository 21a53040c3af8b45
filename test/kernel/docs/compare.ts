// SPDX-License-Identifier: Apache-2.0
/**
 * Compares what guest.sh printed with kernel/Documentation: every answer that a call gave is documented; the
 * attributes and parameters that there are, and those of the ABI documents, are the same.
 *
 *     node test/kernel/docs/compare.ts OUTPUT
 */
import { readdirSync, readFileSync } from 'node:fs';
import { abiEntries, answers, callSections, reasonRows, undocumented } from './documents.ts';
import { fieldAt } from './fields.ts';

/** Of every device, by the kernel itself. */
const GENERIC = new Set(['driver_override', 'modalias', 'uevent']);
/** Fewer different answers, and the run did not say what it should have. */
const ANSWERS_LEAST = 60;

const documentation = new URL('../../../kernel/Documentation/', import.meta.url);
const [output] = process.argv.slice(2);
if (output === undefined) {
  console.error('usage: node test/kernel/docs/compare.ts OUTPUT');
  process.exit(2);
}
const text = readFileSync(output, 'utf8');
const ioctl = readFileSync(new URL('ioctl.rst', documentation), 'utf8');
const calls = callSections(ioctl);
const reasons = reasonRows(ioctl);
const problems: string[] = [];

const seen = answers(text);
for (const answer of seen) {
  const problem = undocumented(answer, calls, reasons, fieldAt);
  if (problem !== undefined) {
    problems.push(`not in ioctl.rst: ${problem}`);
  }
}
if (seen.length < ANSWERS_LEAST) {
  problems.push(
    `only ${seen.length} different answers were seen, at least ${ANSWERS_LEAST} are expected`,
  );
}

const abi = new URL('ABI/testing/', documentation);
const documented = new Set(
  readdirSync(abi)
    .flatMap((name) => abiEntries(readFileSync(new URL(name, abi), 'utf8')))
    .filter((path) => path.startsWith('/sys/')),
);
const real = new Set(
  [...text.matchAll(/^#attribute (\S+)$/gm)]
    .map((match) => (match[1] ?? '').replace('//', '/'))
    .filter((path) => !GENERIC.has(path.slice(path.lastIndexOf('/') + 1))),
);
for (const path of real.difference(documented)) {
  problems.push(`in no ABI document: ${path}`);
}
for (const path of documented.difference(real)) {
  problems.push(`documented, but not there: ${path}`);
}

for (const problem of problems) {
  console.log(problem);
}
console.log(`# ${seen.length} different answers, ${real.size} attributes and parameters`);
process.exitCode = problems.length === 0 ? 0 : 1;
