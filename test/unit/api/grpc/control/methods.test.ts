// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { controlMethods } from '../../../../../src/api/grpc/control/methods.ts';
import type { ControlParts } from '../../../../../src/api/grpc/control/parts.ts';

const PROTO = join(import.meta.dirname, '../../../../../proto/dsmil/control/v1');

/** What the .proto files declare, read without the generator. */
function declared(): { readonly path: string; readonly kind: string }[] {
  return readdirSync(PROTO).flatMap((file) => {
    const text = readFileSync(join(PROTO, file), 'utf8');
    const service = /^service (\w+)/m.exec(text)?.[1];
    const rpcs = text.matchAll(/^ {2}rpc (\w+)\(\w+\) returns \((stream )?\w+\)/gm);
    return [...rpcs].map(([, name, stream]) => ({
      path: `/dsmil.control.v1.${service}/${name}`,
      kind: stream === undefined ? 'unary' : 'stream',
    }));
  });
}

/** Nothing of it is used before a call. */
const PARTS = {} as ControlParts;

describe('the methods of dsmil.control.v1', () => {
  const methods = controlMethods(PARTS);

  it('are those that the .proto files declare, each once', () => {
    const by = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    const given = methods.map(({ path, kind }) => ({ path, kind }));
    expect(given.sort(by)).toEqual(declared().sort(by));
    expect(methods.length).toBeGreaterThan(40);
  });

  it('go before every limit only when they stop, or say how the stop stands', () => {
    const urgent = methods.filter((method) => method.kind === 'unary' && method.urgent === true);
    expect(urgent.map(({ path }) => path)).toEqual([
      '/dsmil.control.v1.StopService/Stop',
      '/dsmil.control.v1.StopService/GetStopStatus',
    ]);
  });
});
