// SPDX-License-Identifier: Apache-2.0
// What vitest's TAP is silent about: an error beside every test (a listener that throws, a promise that nobody waits
// for, a worker that dies) and a hook that fails, whose tests are "ok # SKIP" then. A line each, as of a failed test:
// else a part ends with status 1, and nobody is told why. Beside --reporter=tap-flat: --reporter=./test/parts/unnamed.ts
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** With what caused it, without vitest's own part of the stack. */
function linesOf({ name, message, stack = '', cause }: SerializedError): string[] {
  // A stack begins with its message, mostly.
  const words = stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.includes('/node_modules/vitest/'));
  return cause === undefined
    ? lines
    : [...lines, 'because of', ...linesOf(cause as SerializedError)];
}

function tell(where: string, what: string, error: SerializedError): void {
  const [first = '', ...rest] = linesOf(error);
  // Numbered like vitest's own: by that the parts know a result. What follows a bare # would be a directive: # SKIP.
  const named = `${where} > ${what}: ${first}`.replaceAll('#', '\\#');
  console.log([`not ok 0 - ${named}`, ...rest].join('\n    '));
}

// biome-ignore lint/style/noDefaultExport: vitest takes nothing else.
export default class Unnamed implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    for (const module of modules) {
      const { relativeModuleId: where, children } = module;
      // One without any test is named by vitest itself.
      for (const error of children.size === 0 ? [] : module.errors()) {
        tell(where, 'a hook', error);
      }
      for (const suite of children.allSuites()) {
        for (const error of suite.errors()) {
          tell(`${where} > ${suite.fullName}`, 'a hook', error);
        }
      }
    }
    // test/unit/, as the parts want it, where nothing says which file it was.
    const folder = modules[0]?.relativeModuleId.split('/').slice(0, 2).join('/');
    for (const error of unhandled) {
      const { VITEST_TEST_PATH: file } = error;
      const where = typeof file === 'string' ? relative(process.cwd(), file) : `${folder}/`;
      tell(where, 'beside every test', error);
    }
  }
}
