// SPDX-License-Identifier: Apache-2.0
// What one subscriber wants and may see, decided for each topic when its events are delivered.
import type { Segment, Topic } from './segment.ts';
import { matches } from './subject.ts';

/**
 * Whether @principal may be told of events of @topic, now. Asked at each delivery, so it may change
 * its mind at any time; it must be quick. To throw is to refuse.
 */
export type Authorize = (principal: string, topic: Topic) => boolean;

const UNKNOWN = 0;
const YES = 1;
const NO = 2;

/** Which topics of a segment some filters match: the segment's for as long as it is read. */
export class TopicFilter {
  readonly segment: Segment;
  readonly #wanted: Uint8Array;
  readonly #filters: readonly (readonly string[])[];

  constructor(segment: Segment, filters: readonly (readonly string[])[]) {
    this.segment = segment;
    this.#filters = filters;
    this.#wanted = new Uint8Array(segment.topics.length);
  }

  wants(index: number): boolean {
    const known = this.#wanted[index];
    if (known !== UNKNOWN) {
      return known === YES;
    }
    const tokens = this.segment.topics[index]?.tokens ?? [];
    const wanted = this.#filters.some((filter) => matches(filter, tokens));
    this.#wanted[index] = wanted ? YES : NO;
    return wanted;
  }
}

/** Which of its topics may be seen: only for the moment, nobody keeps one. */
export class TopicClearance {
  readonly #segment: Segment;
  readonly #cleared: Uint8Array;
  readonly #may: (topic: Topic) => boolean;

  constructor(segment: Segment, may: (topic: Topic) => boolean) {
    this.#segment = segment;
    this.#cleared = new Uint8Array(segment.topics.length);
    this.#may = may;
  }

  allows(index: number): boolean {
    const known = this.#cleared[index];
    if (known !== UNKNOWN) {
      return known === YES;
    }
    const topic = this.#segment.topics[index];
    const allowed = topic !== undefined && this.#may(topic);
    this.#cleared[index] = allowed ? YES : NO;
    return allowed;
  }
}
