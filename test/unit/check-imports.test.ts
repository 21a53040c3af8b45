// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { checkImports } from '../../scripts/lib/check-imports.ts';

function messages(path: string, text: string): string[] {
  return checkImports([{ path, text }]).map((offence) => `${offence.line}: ${offence.message}`);
}

describe('import directions', () => {
  it.each([
    ['tracks/kernel/track.ts', "import { type Track } from '../../core/track.ts';"],
    ['tracks/kernel/track.ts', "import { DevicePath } from '../../device/path.ts';"],
    ['api/grpc/server.ts', "import { plan } from '../../core/plan.ts';"],
    ['api/grpc/server.ts', "import { Server } from '@grpc/grpc-js';"],
    [
      'device/path.ts',
      "const addon = createRequire(import.meta.url)('../../build/Release/a.node');",
    ],
    ['device/path.ts', "export * from '../abi/ring.ts';"],
    ['cli/main.ts', "import { DevicePath } from '../device/path.ts';"],
    ['cli/plan.ts', "const a = await import('../daemon/local/core.ts');"],
    ['store/modules.ts', 'const module = await import(url);'],
    ['daemon/main.ts', "import { serve } from '../api/http.ts';"],
    ['core/risk.ts', "import { createHash } from 'node:crypto';\nimport { a } from './a.ts';"],
    ['core/risk.ts', "// import { open } from 'node:fs';\n/* import '../api/x.ts'; */"],
    ['core/risk.ts', "const text = 'no // comment'; import { a } from './a.ts';"],
  ])('allows %s: %s', (path, text) => {
    expect(messages(path, text)).toEqual([]);
  });

  it.each([
    ['core/risk.ts', "import { open } from 'node:fs';", 'does no I/O'],
    ['core/risk.ts', "import { open } from 'fs/promises';", 'does no I/O'],
    ['core/risk.ts', "import pino from 'pino';", 'package pino'],
    ['core/risk.ts', "import type { A } from '../api/a.ts';", 'core may not import api'],
    ['core/risk.ts', "import { A } from '../device/a.ts';", 'core may not import device'],
    ['api/http.ts', "import { A } from '../device/a.ts';", 'api may not import device'],
    ['api/http.ts', "export { A } from '../tracks/a.ts';", 'api may not import tracks'],
    ['api/http.ts', "const a = await import('../tracks/a.ts');", 'api may not import tracks'],
    ['api/http.ts', "import {\n  A,\n  B,\n} from '../tracks/a.ts';", 'api may not import tracks'],
    ['api/http.ts', "import '../tracks/a.ts';", 'api may not import tracks'],
    ['api/http.ts', 'const a = await import(name);', 'computed name'],
    ['events/log.ts', 'const a = await import(url);', 'computed name'],
    ['device/path.ts', "import { A } from '../core/a.ts';", 'device may not import core'],
    ['tracks/a.ts', "import { A } from '../daemon/a.ts';", 'tracks may not import daemon'],
    ['cli/main.ts', "import { A } from '../store/a.ts';", 'cli may not import store'],
    ['cli/main.ts', "import { A } from '../daemon/a.ts';", 'cli may not import daemon'],
    ['cli/main.ts', "import { A } from '../daemon/localised/a.ts';", 'cli may not import daemon'],
    ['core/a.ts', "import { A } from '../daemon/local/a.ts';", 'core may not import daemon'],
    ['daemon/main.ts', "import { A } from '../cli/a.ts';", 'daemon may not import cli'],
    ['tracks/a.ts', "import x from '../../build/Release/a.node';", 'only device may load'],
    ['tracks/a.ts', 'const r = createRequire(import.meta.url);', 'only device may load'],
    ['tracks/a.ts', "import { A } from '../../test/a.ts';", 'outside src/'],
    ['stray.ts', '', 'in no folder'],
    ['misc/stray.ts', '', 'in no folder'],
  ])('refuses %s: %s', (path, text, message) => {
    expect(messages(path, text).join('\n')).toContain(message);
  });

  it('names the line', () => {
    expect(messages('core/a.ts', "\n\nimport 'node:net';\n")).toEqual([
      '3: core does no I/O and may not import node:net (allowed: node:assert, node:buffer, node:crypto, node:util)',
    ]);
  });
});
