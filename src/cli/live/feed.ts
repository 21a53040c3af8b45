// SPDX-License-Identifier: Apache-2.0
// What happens on the device, as one stream for `watch` and `top`: the records of the ring when it
// is ours, else what changed in the state page. Losses, stops and the device's end come either way.

import { RecordType, StopCauseNames } from '../../abi/generated/enums.ts';
import { type RecordPayload, readPayload } from '../../abi/payload.ts';
import type { RecordReader } from '../../abi/record-reader.ts';
import type { Loss } from '../../device/loss.ts';
import { describeError } from '../errors.ts';
import type { RecordHead } from '../record-json.ts';
import { lossText } from '../record-words.ts';
import type { Session } from '../session.ts';
import { moment, wallTime } from '../time.ts';
import { stopStateName } from '../views/stop.ts';
import { named, stopPaint } from '../words.ts';
import { type Happening, isUrgent } from './line.ts';
import type { Meter } from './meter.ts';
import { POLL_MS, Poller } from './poller.ts';

export interface FeedHandlers {
  /** Is this record wanted? Asked for each, before anything is decoded: it has to be cheap. */
  wanted(reader: Pick<RecordReader, 'type' | 'device'>): boolean;
  record(head: RecordHead, payload: RecordPayload, at: Date): void;
  lost(loss: Loss): void;
  /** Something that no record says, or says only later. */
  happened(happening: Happening): void;
  gone(why: string): void;
}

export interface Feed {
  /** Why the records are not to be had, or undefined when they are. */
  readonly notice: string | undefined;
  /** Once a second: tells of losses that no record has explained since the last time. */
  tick(): void;
  /** Tells what is still untold. */
  close(): void;
}

function headOf(reader: RecordReader): RecordHead {
  return {
    sequence: reader.sequence,
    type: reader.type,
    device: reader.device,
    timeNs: reader.timeNs,
    critical: reader.critical,
    sourceTrack: reader.sourceTrack,
    destinationTrack: reader.destinationTrack,
  };
}

const CAUSES: Readonly<Record<Loss['cause'], string>> = {
  overrun: 'the ring was full',
  reset: 'the ring was reset with these unread',
  away: 'they came while the device was away',
};

/** For a loss that no LOST record explains. */
export function lossHappening({ count, first, last, cause }: Loss): Happening {
  const text = `${lossText(count, first, last)}: ${CAUSES[cause]}`;
  return { at: new Date(), label: 'LOST', device: 0, words: { text, paint: 'alarm' } };
}

/** From the page, not from the ring: a stop shows even when the ring is full or another's. */
class StopWatch {
  #seen: bigint;

  constructor(generation: bigint) {
    this.#seen = generation;
  }

  look(session: Session): Happening | undefined {
    const { generation, state, cause } = session.stopPage();
    if (generation === this.#seen) {
      return undefined;
    }
    this.#seen = generation;
    const text = `${stopStateName(state)}, generation ${generation}: ${named(StopCauseNames, cause, 'cause')}`;
    return { at: new Date(), label: 'STOP', device: 0, words: { text, paint: stopPaint(state) } };
  }

  /** The record of that stop was shown: it says more. */
  shown(generation: bigint): void {
    if (generation > this.#seen) {
      this.#seen = generation;
    }
  }
}

/**
 * The gap in the sequence is what counts; the LOST record that tells of the same one, with more
 * words, comes right after it. So a gap waits for the end of its batch, and is told if none came; the
 * last one, which no record follows yet, waits for a second. A LOST record that comes later than that
 * is told to nobody: its losses would be there twice.
 */
class Gaps {
  #open: Loss[] = [];
  #old: readonly Loss[] = [];
  /** The number of the last record that was told of as lost. */
  #told = -1;

  add(loss: Loss): void {
    this.#open.push(loss);
  }

  /** False when some of it was told without the record: the rest will be, too. */
  explained({ first, last }: { first: bigint; last: bigint }): boolean {
    if (first <= BigInt(this.#told)) {
      return false;
    }
    this.#open = this.#open.filter(
      (loss) => BigInt(loss.last) < first || BigInt(loss.first) > last,
    );
    return true;
  }

  /** Those before the record of that number. */
  takeBefore(sequence: number): Loss[] {
    return this.#take((loss) => loss.first < sequence);
  }

  /** Those that have waited since the last time. */
  takeOld(): Loss[] {
    const old = this.#old;
    const told = this.#take((loss) => old.includes(loss));
    this.#old = [...this.#open];
    return told;
  }

  takeAll(): Loss[] {
    return this.#take(() => true);
  }

  #take(which: (loss: Loss) => boolean): Loss[] {
    const taken = this.#open.filter(which);
    if (taken.length > 0) {
      this.#open = this.#open.filter((loss) => !taken.includes(loss));
      this.#told = Math.max(this.#told, ...taken.map(({ last }) => last));
    }
    return taken;
  }
}

function fromRing(
  session: Session,
  meter: Meter,
  handlers: FeedHandlers,
  stops: StopWatch,
): Pick<Feed, 'tick' | 'close'> {
  const { device } = session;
  const gaps = new Gaps();
  const tell = (losses: readonly Loss[]): void => {
    for (const loss of losses) {
      handlers.lost(loss);
    }
  };
  device.on('loss', (loss) => {
    meter.lost += loss.count;
    gaps.add(loss);
    if (loss.cause !== 'overrun') {
      tell(gaps.takeAll());
    }
  });
  device.on('fault', ({ kind }) => {
    const text =
      kind === 'corrupt'
        ? 'a record came damaged: the ring was reset'
        : 'the core did not accept our position: the ring was reset';
    handlers.happened({
      at: new Date(),
      label: 'FAULT',
      device: 0,
      words: { text, paint: 'alarm' },
    });
  });
  device.onRecords((reader) => {
    const clock = moment();
    let last = 0;
    while (reader.next()) {
      const { type } = reader;
      last = reader.sequence;
      meter.count(type);
      if (isUrgent(type) || handlers.wanted(reader)) {
        const payload = readPayload(reader);
        if (payload.kind === 'lost') {
          meter.lostCritical += Number(payload.value.critical);
          if (!gaps.explained(payload.value)) {
            continue;
          }
        } else if (payload.kind === 'emergency') {
          stops.shown(payload.value.generation);
        }
        handlers.record(headOf(reader), payload, wallTime(reader.timeNs, clock));
      }
    }
    tell(gaps.takeBefore(last));
  });
  return { tick: () => tell(gaps.takeOld()), close: () => tell(gaps.takeAll()) };
}

function fromPage(session: Session, meter: Meter, handlers: FeedHandlers): () => void {
  const poller = new Poller(session.states());
  const timer = setInterval(() => {
    const clock = moment();
    for (const { device, timeNs, change } of poller.look(session.states())) {
      meter.count(RecordType.STATE_CHANGE);
      if (handlers.wanted({ type: RecordType.STATE_CHANGE, device })) {
        const head: RecordHead = {
          sequence: 0,
          type: RecordType.STATE_CHANGE,
          device,
          timeNs,
          critical: false,
          sourceTrack: 0,
          destinationTrack: 0,
        };
        handlers.record(head, { kind: 'state-change', value: change }, wallTime(timeNs, clock));
      }
    }
  }, POLL_MS);
  return () => clearInterval(timer);
}

export function openFeed(session: Session, meter: Meter, handlers: FeedHandlers): Feed {
  const stops = new StopWatch(session.stopPage().generation);
  const lookForStop = (): void => {
    const happening = stops.look(session);
    if (happening !== undefined) {
      handlers.happened(happening);
    }
  };
  session.device.on('stop', lookForStop);
  session.device.on('state', (state) => {
    if (state === 'vanished') {
      handlers.gone(`${session.located.path} does not answer any more`);
    }
  });
  session.device.on('error', (error) => handlers.gone(describeError(error).message));
  if (session.ringRefused === undefined) {
    return { notice: undefined, ...fromRing(session, meter, handlers, stops) };
  }
  return {
    notice: session.ringRefused,
    tick: () => undefined,
    close: fromPage(session, meter, handlers),
  };
}
