// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../src/config/file.ts';
import { type Configuration, resolveConfiguration } from '../../../src/config/load.ts';
import { ConfigError } from '../../../src/config/problem.ts';

function load(text: string): Configuration {
  return resolveConfiguration(parseSource('test.toml', text), {});
}

function keysRefused(text: string): (string | null)[] {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ key }) => key);
    }
    throw error;
  }
  return [];
}

const FILES =
  'certificate_file = "/p/c"\nkey_file = "/p/k"\nclient_ca_file = "/p/a"\nrevocation_file = "/p/r"\n';

describe('the network', () => {
  it('is a socket on this host and nothing outside, when nobody says anything', () => {
    expect(load('').config.network).toMatchObject({ local: true, socket: '', listen: '' });
  });

  it('TLS takes all four of its files', () => {
    expect(keysRefused('[network]\nlisten = "127.0.0.1:7443"\nkey_file = "/p/k"\n')).toEqual([
      'network.certificate_file',
      'network.client_ca_file',
      'network.revocation_file',
    ]);
    expect(keysRefused(`[network]\nlisten = "[::]:7443"\n${FILES}`)).toEqual([]);
  });

  it.each(['7443', 'localhost', ':7443', '::1:7443', 'localhost:x', 'localhost:65536'])(
    'does not listen at %s',
    (listen) => {
      expect(keysRefused(`[network]\nlisten = "${listen}"\n${FILES}`)).toEqual(['network.listen']);
    },
  );
});
