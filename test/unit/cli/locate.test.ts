// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ExitCode, Failure } from '../../../src/cli/failure.ts';
import {
  type FileFacts,
  type LocateSources,
  locateDevice,
  simulatorSockets,
  simulatorSocketToMake,
} from '../../../src/cli/locate.ts';

const socket: FileFacts = { kind: 'socket', mode: 0o600, uid: 1000, gid: 1000 };
const folder: FileFacts = { kind: 'folder', mode: 0o700, uid: 1000, gid: 1000 };
const character: FileFacts = { kind: 'character', mode: 0o660, uid: 0, gid: 105 };

function host(files: Record<string, FileFacts>, rest: Partial<LocateSources> = {}): LocateSources {
  return { named: undefined, env: {}, uid: 1000, stat: (path) => files[path], ...rest };
}

describe('the device to use', () => {
  const everything = {
    '/dev/dsmil': character,
    '/run/user/1000/dsmil': folder,
    '/run/user/1000/dsmil/sim.sock': socket,
  };

  it('is the one that was named, whatever else there is', () => {
    const sources = host(everything, { named: '/x', env: { DSMIL_DEVICE: '/y' } });
    expect(locateDevice(sources)).toEqual({ path: '/x', because: 'named by --device' });
  });

  it('is the one of the environment, before any that is found', () => {
    expect(locateDevice(host(everything, { env: { DSMIL_DEVICE: '/y' } })).path).toBe('/y');
    expect(locateDevice(host(everything, { env: { DSMIL_DEVICE: '' } })).path).toBe('/dev/dsmil');
  });

  it('is a real module before any simulator', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
    expect(locateDevice(host(everything, { env })).path).toBe('/dev/dsmil');
  });

  it.each([
    ['/run/user/1000', '/run/user/1000/dsmil'],
    [undefined, '/run/dsmil'],
    [undefined, '/tmp/dsmil-1000'],
  ])('is a simulator with XDG_RUNTIME_DIR=%s in %s', (runtime, where) => {
    const env = runtime === undefined ? {} : { XDG_RUNTIME_DIR: runtime };
    const files = { [where]: folder, [`${where}/sim.sock`]: socket };
    expect(locateDevice(host(files, { env })).path).toBe(`${where}/sim.sock`);
  });

  it.each([
    ['a stranger’s folder', { ...folder, uid: 1001 }, socket],
    ['a folder that all may write', { ...folder, mode: 0o777 }, socket],
    ['a folder that the group may write', { ...folder, mode: 0o770 }, socket],
    ['no folder', undefined, socket],
    ['what is no socket', folder, { ...socket, kind: 'file' as const }],
  ])('is never taken from %s', (_what, holder, file) => {
    const files: Record<string, FileFacts> = { '/tmp/dsmil-1000/sim.sock': file };
    if (holder !== undefined) {
      files['/tmp/dsmil-1000'] = holder;
    }
    expect(() => locateDevice(host(files))).toThrow(Failure);
  });

  it('is taken from root’s folder', () => {
    const files = {
      '/run/dsmil': { ...folder, uid: 0, mode: 0o755 },
      '/run/dsmil/sim.sock': socket,
    };
    expect(locateDevice(host(files)).path).toBe('/run/dsmil/sim.sock');
  });

  it('that is nowhere is reported with the places and what to do', () => {
    try {
      locateDevice(host({}));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      const failure = error as Failure;
      expect(failure.exitCode).toBe(ExitCode.GONE);
      expect(failure.message).toContain('/dev/dsmil');
      expect(failure.message).toContain('/tmp/dsmil-1000/sim.sock');
      expect(failure.advice.join('\n')).toContain('./scripts/run');
      expect(failure.advice.join('\n')).toContain('modprobe dsmil');
    }
  });
});

describe('a simulator', () => {
  it('goes where it will be looked for first', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
    const user = host({ '/run/user/1000': folder }, { env });
    expect(simulatorSocketToMake(user)).toBe('/run/user/1000/dsmil/sim.sock');
    expect(simulatorSocketToMake(host({}, { uid: 0 }))).toBe('/run/dsmil/sim.sock');
    expect(simulatorSocketToMake(host({}))).toBe('/tmp/dsmil-1000/sim.sock');
    // Named, but not there.
    expect(simulatorSocketToMake(host({}, { env }))).toBe('/tmp/dsmil-1000/sim.sock');
    for (const sources of [user, host({}, { uid: 0 }), host({})]) {
      expect(simulatorSockets(sources)).toContain(simulatorSocketToMake(sources));
    }
  });
});
