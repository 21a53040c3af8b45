// SPDX-License-Identifier: Apache-2.0
// Stands between the daemon and its store: what is written and asked, by its module and name.
import type { UnitOutcome, WriteUnit } from '../../../src/store/contract.ts';
import type { StoreHandle } from '../../../src/store/open.ts';
import { at, type Phase } from './strike.ts';

class InjectedError extends Error {
  override readonly name = 'InjectedError';
  readonly code: string;

  constructor(code: string) {
    super(`${code}, injected`);
    this.code = code;
  }
}

/** Resolves when the blow is over. Rejects with it, when it is a failure. */
async function hit(sites: Iterable<string>, phase: Phase): Promise<void> {
  for (const site of sites) {
    const blow = at(site, phase);
    if (blow.kind === 'fail') {
      throw new InjectedError(blow.code);
    }
    if (blow.kind === 'stall') {
      await new Promise((done) => setTimeout(done, blow.ms));
    }
  }
}

function sitesOf(units: readonly WriteUnit[]): Set<string> {
  return new Set(
    units.flatMap(({ commands }) => commands.map(({ module, name }) => `store ${module}.${name}`)),
  );
}

async function write(
  store: StoreHandle,
  units: readonly WriteUnit[],
): Promise<readonly UnitOutcome[]> {
  const sites = sitesOf(units);
  try {
    await hit(sites, 'before');
  } catch (error) {
    // A unit that did not happen is an answer, as when the disk is full.
    return units.map(() => ({ done: false, error: error as InjectedError }));
  }
  const outcomes = await store.write(units);
  await hit(sites, 'after');
  return outcomes;
}

/** @store, with its writes and questions struck; everything else is its own. */
export function struckStore(store: StoreHandle): StoreHandle {
  return new Proxy(store, {
    get(inner, key) {
      if (key === 'write') {
        return (units: readonly WriteUnit[]) => write(inner, units);
      }
      if (key === 'query') {
        return async (...given: Parameters<StoreHandle['query']>) => {
          const site = [`store asked ${given[0]}.${given[1]}`];
          await hit(site, 'before');
          const answer = await inner.query(...given);
          await hit(site, 'after');
          return answer;
        };
      }
      const value: unknown = Reflect.get(inner, key, inner);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}
