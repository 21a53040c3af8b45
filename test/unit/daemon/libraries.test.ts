// SPDX-License-Identifier: Apache-2.0
// What libraries and Node say goes to the log, and nowhere else.
import { Metadata } from '@grpc/grpc-js';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openLog } from '../../../src/daemon/log.ts';
import { tellOfLibraries } from '../../../src/daemon/logging/libraries.ts';

describe('L5: what libraries and Node say', () => {
  const lines: string[] = [];
  const log = openLog('debug', '0', { sink: { write: (line) => lines.push(line) } });
  const printed = vi.spyOn(process.stderr, 'write');
  const consoled = vi.spyOn(console, 'error');
  tellOfLibraries(log);
  afterAll(() => {
    log.close();
    vi.restoreAllMocks();
  });

  it('a client’s metadata that is no text: its name, once, without its value', () => {
    lines.length = 0;
    const taken = Metadata.fromHttp2Headers({ 'x-token': 'geheim\u00e9', 'x-good': 'text' });
    expect(taken.getMap()).toEqual({ 'x-good': 'text' });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        level: 'warn',
        msg: 'a library says',
        library: 'grpc-js',
        said: 'Failed to add metadata entry x-token',
      },
    ]);
    expect(lines.join('')).not.toContain('geheim');
    expect(consoled).not.toHaveBeenCalled();
  });

  it('as many as a client wants: a burst, then a count', () => {
    lines.length = 0;
    for (let i = 0; i < 1_000; i++) {
      Metadata.fromHttp2Headers({ [`x-${i}`]: '\u00e9' });
    }
    // A few more where this process stood still meanwhile.
    expect(lines.length).toBeLessThan(500);
    expect(consoled).not.toHaveBeenCalled();
  });

  it('a warning of Node: one line', async () => {
    lines.length = 0;
    process.emitWarning('too many of them');
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0), 60_000);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'Node warns',
      err: { message: 'too many of them' },
    });
    expect(printed).not.toHaveBeenCalledWith(expect.stringContaining('too many of them'));
  });
});
