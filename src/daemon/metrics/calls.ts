// SPDX-License-Identifier: Apache-2.0
// Rate, errors and duration of each method, by the names that gRPC's own middleware gave them, so that dashboards
// that people have fit. A method's counters are bound once; a call costs a few additions.
import type { Count, MetricsRegistry, Observe } from './registry.ts';

/** Ends a call's measurement, with the name of its status: OK, NOT_FOUND, … */
export type CallEnded = (code: string) => void;

/** What a server of calls tells of each. */
export interface CallObserver {
  begin(path: string): CallEnded;
}

/** Paths beyond them are one: a server only tells of those that it serves, and this holds if it does not. */
export const METHODS_MAX = 256;
/** Of one method. */
export const CODES_MAX = 64;
const OTHER = 'other';

interface MethodCounters {
  readonly started: Count;
  readonly inFlight: (by: number) => void;
  readonly seconds: Observe;
  readonly codes: Map<string, Count>;
  readonly handled: (code: string) => Count;
}

/** `/package.Service/Method` in two; a path without a service has an empty one. */
function namesOf(path: string): readonly [service: string, method: string] {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? ['', path.slice(slash + 1)] : [path.slice(1, slash), path.slice(slash + 1)];
}

export class CallMetrics implements CallObserver {
  readonly #methods = new Map<string, MethodCounters>();
  readonly #make: (path: string) => MethodCounters;
  readonly #now: () => number;

  /** @prefix: grpc_server, or what else serves. @now {unit ms} */
  constructor(registry: MetricsRegistry, prefix: string, now: () => number) {
    this.#now = now;
    const labels = ['grpc_service', 'grpc_method'];
    const started = registry.counter({
      name: `${prefix}_started_total`,
      help: 'Calls that began.',
      labels,
    });
    const handled = registry.counter({
      name: `${prefix}_handled_total`,
      help: 'Calls that ended, by their status.',
      labels: [...labels, 'grpc_code'],
    });
    const inFlight = registry.level({
      name: `${prefix}_in_flight`,
      help: 'Calls under way.',
      labels,
    });
    const seconds = registry.histogram({
      name: `${prefix}_handling_seconds`,
      help: 'From the first byte of a call to its status; of a stream, its whole life.',
      labels,
    });
    this.#make = (path) => {
      const names = namesOf(path);
      return {
        started: started(...names),
        inFlight: inFlight(...names),
        seconds: seconds(...names),
        codes: new Map(),
        handled: (code) => handled(...names, code),
      };
    };
  }

  begin(path: string): CallEnded {
    const counters = this.#countersOf(path);
    const since = this.#now();
    counters.started();
    counters.inFlight(1);
    let ended = false;
    return (code) => {
      if (!ended) {
        ended = true;
        counters.inFlight(-1);
        counters.seconds((this.#now() - since) / 1_000);
        countOf(counters, code)();
      }
    };
  }

  #countersOf(path: string): MethodCounters {
    const known = this.#methods.get(path);
    if (known !== undefined) {
      return known;
    }
    const name = this.#methods.size < METHODS_MAX ? path : OTHER;
    const counters = this.#methods.get(name) ?? this.#make(name);
    this.#methods.set(name, counters);
    return counters;
  }
}

function countOf({ codes, handled }: MethodCounters, code: string): Count {
  const name = codes.has(code) || codes.size < CODES_MAX ? code : OTHER;
  const count = codes.get(name) ?? handled(name);
  codes.set(name, count);
  return count;
}
