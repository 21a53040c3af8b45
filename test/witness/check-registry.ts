// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether word 1 of a quarantined pair of the registry was touched.
 *
 *     node test/witness/check-registry.ts LOG --map MAP [--quarantined T,T…] [--required T,T…]
 *
 * The log is that of `scripts/vm run --witness`. MAP says which token is in which slot (at byte
 * 8 * slot of the registry), as JSON that `Registry.map()` writes:
 *
 *     [{ "slots": { "0": "0x8000", "1": "0x8010" } },
 *      { "after": 7, "slots": { "0": "0x8010", "1": "0x8000" } }]
 *
 * Each entry holds from its marker on, for a registry that is reordered during a run.
 * A word 1 outside every slot is nobody's to touch, nor is any write to a word 0.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type Access,
  conclude,
  type Entry,
  hex,
  missingFrom,
  type Options,
  parseToken,
  parseTokens,
  program,
  QUARANTINED,
  REGISTRY_BASE,
  REGISTRY_BYTES,
  readLog,
  type Verdict,
  WitnessError,
} from './log.ts';

export interface Layout {
  /** The marker from which on it holds; none for the first. */
  after?: number;
  /** Slot number to token. */
  slots: Map<number, number>;
}

export function parseMap(text: string): Layout[] {
  const data: unknown = JSON.parse(text);
  if (!Array.isArray(data) || data.length === 0) {
    throw new WitnessError('the map is not a list of layouts');
  }
  return data.map((item: { after?: number; slots?: Record<string, string> }, index) => {
    if (typeof item.slots !== 'object' || index > 0 !== Number.isInteger(item.after)) {
      throw new WitnessError(
        `layout ${index} of the map needs slots, and after unless it is the first`,
      );
    }
    const slots = new Map<number, number>();
    for (const [slot, token] of Object.entries(item.slots)) {
      const number = Number(slot);
      if (!Number.isInteger(number) || number < 0 || number >= REGISTRY_BYTES / 8) {
        throw new WitnessError(`slot ${slot} is not within 0 to ${REGISTRY_BYTES / 8 - 1}`);
      }
      slots.set(number, parseToken(token));
    }
    return { ...(item.after === undefined ? {} : { after: item.after }), slots };
  });
}

/** What one access does to each slot that it overlaps. */
function* words(address: number, size: number) {
  const first = Math.max(0, Math.floor((address - REGISTRY_BASE) / 4));
  const last = Math.min(
    REGISTRY_BYTES / 4 - 1,
    Math.floor((address + size - 1 - REGISTRY_BASE) / 4),
  );
  for (let word = first; word <= last; word++) {
    yield { slot: word >> 1, status: word % 2 === 1 };
  }
}

/** The layout that holds at each entry; `unreached` says which markers never came. */
function follow(layouts: readonly Layout[]) {
  let current = layouts[0]?.slots ?? new Map<number, number>();
  const later = layouts.slice(1);
  return {
    slots: () => current,
    marker: (number: number) => {
      if (later[0]?.after === number) {
        current = later.shift()?.slots ?? current;
      }
    },
    unreached: () => later.map((layout) => layout.after),
  };
}

/** Why touching that word is wrong, if it is. */
function breach(
  kind: Access['kind'],
  status: boolean,
  token: number | undefined,
  quarantined: readonly number[],
): string | undefined {
  if (!status) {
    return kind === 'write' ? 'nobody writes a word 0' : undefined;
  }
  if (token === undefined) {
    return 'the slot is empty';
  }
  return quarantined.includes(token) ? `it is quarantined token ${hex(token)}` : undefined;
}

export function checkRegistry(
  entries: readonly Entry[],
  layouts: readonly Layout[],
  options: Options = {},
): Verdict {
  const quarantined = options.quarantined ?? QUARANTINED;
  const violations: string[] = [];
  const seen = new Map<number, number>();
  const layout = follow(layouts);
  for (const entry of entries) {
    if (entry.kind === 'marker') {
      layout.marker(entry.number);
      continue;
    }
    for (const { slot, status } of words(entry.address, entry.size)) {
      const token = layout.slots().get(slot);
      if (status && token !== undefined) {
        seen.set(token, (seen.get(token) ?? 0) + 1);
      }
      const wrong = breach(entry.kind, status, token, quarantined);
      if (wrong !== undefined) {
        violations.push(
          `line ${entry.line}: a ${entry.kind} of word ${status ? 1 : 0} of slot ${slot}: ${wrong}`,
        );
      }
    }
  }
  for (const marker of layout.unreached()) {
    violations.push(`marker ${marker} of the map is not in the log`);
  }
  return { violations, seen, missing: missingFrom(seen, options) };
}

if (import.meta.main) {
  program(() => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        quarantined: { type: 'string' },
        required: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(
        'usage: node check-registry.ts LOG --map MAP [--quarantined T,T…] [--required T,T…]',
      );
      return 0;
    }
    if (values.map === undefined) {
      throw new WitnessError('needs --map, which says where each token is');
    }
    return conclude(
      'registry',
      checkRegistry(readLog(positionals[0]), parseMap(readFileSync(values.map, 'utf8')), {
        ...(values.quarantined === undefined
          ? {}
          : { quarantined: parseTokens(values.quarantined) }),
        ...(values.required === undefined ? {} : { required: parseTokens(values.required) }),
      }),
    );
  });
}
