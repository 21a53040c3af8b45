// SPDX-License-Identifier: Apache-2.0
// The generator refuses what it does not understand: what it skipped would differ from the ABI.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emitDevicesC, parseDevices } from '../../../scripts/codegen/devices.ts';
import { parseHeader } from '../../../scripts/codegen/header.ts';
import { ioctlNumber, placeStructs } from '../../../scripts/codegen/layout.ts';

const root = join(import.meta.dirname, '..', '..', '..');
// How far comments are indented does not matter here.
const headerText = readFileSync(join(root, 'kernel/include/uapi/dsmil.h'), 'utf8').replace(
  /;\t+\/\*/g,
  '; /*',
);
const devicesText = readFileSync(join(root, 'kernel/devices.json'), 'utf8');

function mutate(from: string, to: string): () => unknown {
  expect(headerText).toContain(from);
  const text = headerText.replace(from, to);
  return () => placeStructs(parseHeader(text));
}

describe('the header parser', () => {
  it('takes the header as it is', () => {
    const structs = placeStructs(parseHeader(headerText));
    expect(structs.get('dsmil_tx_prepare')?.size).toBe(88 + 84 * 32);
    expect(structs.get('dsmil_state_page')?.fields.at(-1)?.offset).toBe(64);
    expect(ioctlNumber(0xd5, 1, 176)).toBe(0xc0b0d501);
  });

  it.each([
    ['an unknown type', '__u32 cause; /* REQUEST', 'unsigned cause; /* REQUEST', /not a field/],
    [
      'a scalar that is not fixed',
      '__u32 cause; /* REQUEST',
      '__ulong cause; /* REQUEST',
      /__ulong is not known/,
    ],
    [
      'a bare __u64',
      '__aligned_u64 sample_ns; /* {unit ns; out} */',
      '__u64 sample_ns;',
      /__u64 is not known/,
    ],
    [
      'an unknown annotation',
      '{unit ms; range 100..60000; default 1000}',
      '{unit ms; about 1000}',
      /annotation "about 1000"/,
    ],
    [
      'an unknown enum',
      '{enum dsmil_stop_cause; range 2..3}',
      '{enum dsmil_stop_causes}',
      /annotation/,
    ],
    [
      'an expression',
      '#define DSMIL_TX_LIST_MAX\t\t64',
      '#define DSMIL_TX_LIST_MAX\t\t(32 * 2)',
      /not a number/,
    ],
    [
      'a typedef',
      '/* One effect of a transaction. */',
      'typedef int dsmil_int;',
      /not in the restricted form/,
    ],
    [
      'an enumerator without a value',
      'DSMIL_POWER_OFF = 1,',
      'DSMIL_POWER_OFF,',
      /not an enumerator/,
    ],
  ])('refuses %s, with the line', (_, from, to, message) => {
    const work = mutate(from, to);
    expect(work).toThrow(message);
    expect(work).toThrow(/^dsmil\.h:\d+: /);
  });

  it('refuses padding that is not spelled out', () => {
    expect(mutate('\t__u16 reserved0;\n\t__u32 reserved1;\n', '\t__u32 reserved1;\n')).toThrow(
      /struct dsmil_hold: reserved1 would need padding at offset 18/,
    );
    expect(
      mutate(
        '\t__u32 state; /* {enum dsmil_stop_state; out} */\n\t__u32 reserved;\n',
        '\t__u32 state;\n',
      ),
    ).toThrow(/struct dsmil_start: the size 28/);
  });
});

describe('the device table', () => {
  const change = (
    edit: (json: { devices: Record<string, unknown>[]; quarantined: string[] }) => void,
  ) => {
    const json = JSON.parse(devicesText);
    edit(json);
    return () => parseDevices(JSON.stringify(json));
  };

  it('becomes a switch over the five constants', () => {
    const c = emitDevicesC(parseDevices(devicesText));
    expect(c.match(/\tcase 0x[0-9a-f]{4}:/g)).toHaveLength(5);
  });

  it('cannot lose or gain a quarantined token by an edit of the JSON', () => {
    expect(change((json) => json.quarantined.pop())).toThrow(/quarantined/);
    expect(
      change((json) => {
        json.quarantined[0] = '0x8001';
      }),
    ).toThrow(/exactly the five tokens/);
    expect(
      change((json) => {
        Object.assign(json.devices[9] ?? {}, { risk: 'HIGH' });
      }),
    ).toThrow(/0x8009/);
    expect(
      change((json) => {
        Object.assign(json.devices[9] ?? {}, { access: 'monitor' });
      }),
    ).toThrow(/0x8009/);
    expect(
      change((json) => {
        Object.assign(json.devices[1] ?? {}, { risk: 'QUARANTINED' });
      }),
    ).toThrow(/0x8001/);
  });

  it('is complete, in order, and free of what would break a string', () => {
    expect(change((json) => json.devices.pop())).toThrow(/devices is 83, expected an array of 84/);
    expect(change((json) => json.devices.reverse())).toThrow(/devices\[0\]\.token/);
    expect(
      change((json) => {
        Object.assign(json.devices[3] ?? {}, { name: 'a"; evil("' });
      }),
    ).toThrow(/devices\[3\]\.name/);
  });
});
