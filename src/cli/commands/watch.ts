// SPDX-License-Identifier: Apache-2.0
// Live records, one line each, until a count, a time, Ctrl-C, the reader's or the device's end.
import { Severity } from '../../abi/generated/enums.ts';
import type { RecordPayload } from '../../abi/payload.ts';
import { parseRecordType, parseToken } from '../arguments.ts';
import type { Context } from '../context.ts';
import { ExitCode, Failure, parseSeconds, parseWhole } from '../failure.ts';
import { Ending } from '../live/ending.ts';
import { lossHappening, openFeed } from '../live/feed.ts';
import { Limiter } from '../live/limiter.ts';
import { type Happening, happeningOf, isUrgent, renderHappening } from '../live/line.ts';
import { lossSummary, Meter, rateText } from '../live/meter.ts';
import { Printer } from '../live/printer.ts';
import { type RecordHead, recordJson } from '../record-json.ts';
import { openSession } from '../session.ts';
import { duration, grouped, plural } from '../text.ts';
import {
  COUNT_MAX,
  refuseWithoutContext,
  SECONDS_MAX,
  type WatchOptions,
} from './watch-options.ts';

/** More than a person reads; what is over is counted. */
const LINES_PER_SECOND = 200;

interface Filter {
  readonly token: number | undefined;
  readonly type: number | undefined;
  readonly count: number;
  readonly seconds: number | undefined;
}

function parseFilter(options: WatchOptions, token: string | undefined): Filter {
  return {
    token: token === undefined ? undefined : parseToken(token),
    type: options.type === undefined ? undefined : parseRecordType(options.type),
    count:
      options.count === undefined
        ? Number.POSITIVE_INFINITY
        : parseWhole('--count', options.count, 1, COUNT_MAX),
    seconds:
      options.seconds === undefined
        ? undefined
        : parseSeconds('--seconds', options.seconds, SECONDS_MAX),
  };
}

/** Told whatever the limit is: stops, losses, and events that are not mere information. */
function mustShow(payload: RecordPayload, type: number): boolean {
  return isUrgent(type) || (payload.kind === 'event' && payload.value.severity > Severity.INFO);
}

class Watch {
  readonly #context: Context;
  readonly #backend: number;
  readonly #filter: Filter;
  readonly #ending: Ending;
  readonly #meter: Meter;
  readonly #printer: Printer;
  readonly #limiter: Limiter;
  #shown = 0;
  #polled = false;
  goneWhy = '';

  constructor(context: Context, backend: number, filter: Filter, ending: Ending, meter: Meter) {
    this.#context = context;
    this.#backend = backend;
    this.#filter = filter;
    this.#ending = ending;
    this.#meter = meter;
    this.#printer = new Printer(context.terminal);
    const forPeople = context.terminal.isTty && !context.json;
    this.#limiter = new Limiter(forPeople ? LINES_PER_SECOND : Number.POSITIVE_INFINITY);
  }

  polling(notice: string): void {
    this.#polled = true;
    if (this.#context.json) {
      this.happened(
        { at: new Date(), label: 'polling', device: 0, words: { text: notice, paint: 'plain' } },
        { polled: true },
      );
    } else {
      this.#context.terminal.note(notice);
    }
  }

  wanted({ type, device }: { type: number; device: number }): boolean {
    const { token, type: only } = this.#filter;
    return (token === undefined || device === token) && (only === undefined || type === only);
  }

  record(head: RecordHead, payload: RecordPayload, at: Date): void {
    if (this.#ending.signal.aborted) {
      return;
    }
    if (!mustShow(payload, head.type) && !this.#limiter.admit(this.#printer.clogged)) {
      return;
    }
    if (this.#context.json) {
      // What was looked up has no place in the sequence.
      const polled = this.#polled ? { sequence: null, polled: true } : {};
      this.#printer.json({ ...recordJson(head, payload, at), ...polled });
    } else {
      const { style } = this.#context.terminal;
      const sources = { backend: this.#backend, glyphs: style.glyphs };
      this.#printer.line(renderHappening(happeningOf(head, payload, at, sources), style));
    }
    // What is shown only because it is urgent is not what was asked to be counted.
    if (this.wanted(head)) {
      this.#shown++;
      if (this.#shown >= this.#filter.count) {
        this.#ending.end('done');
      }
    }
  }

  happened(happening: Happening, more: Record<string, unknown> = {}): void {
    const { terminal, json } = this.#context;
    if (json) {
      const { label, words, at } = happening;
      this.#printer.json({
        record: null,
        notice: label,
        time: at.toISOString(),
        text: words.text,
        ...more,
      });
    } else {
      this.#printer.line(renderHappening(happening, terminal.style));
    }
  }

  gone(why: string): void {
    this.goneWhy = why;
    this.#ending.end('gone');
  }

  /** Each second. */
  tick(): void {
    this.#meter.tick(performance.now());
    const skipped = this.#limiter.tick();
    if (skipped > 0) {
      this.#skipped(skipped);
    }
    const { style } = this.#context.terminal;
    const types = this.#meter.byType().join(', ');
    const loss = this.#polled ? 'polling' : lossSummary(this.#meter, style);
    this.#printer.status(
      `${style.paint('bold', rateText(this.#meter.rate))}, ${grouped(this.#meter.total)} in all, ${loss}${types === '' ? '' : `  ${types}`}`,
    );
  }

  #skipped(count: number): void {
    const text = `${plural(count, 'record')} not shown: more than can be read (--type, --device or --json narrow it)`;
    this.happened(
      { at: new Date(), label: 'skipped', device: 0, words: { text, paint: 'yellow' } },
      { skipped: count },
    );
  }

  finish(seconds: number): void {
    const skipped = this.#limiter.tick();
    if (skipped > 0) {
      this.#skipped(skipped);
    }
    this.#printer.end();
    if (!this.#context.json) {
      const { style } = this.#context.terminal;
      // Looked up in the state page there are changes, not records, and nothing to be lost.
      const [what, loss] = this.#polled
        ? ['change', 'looked up: what came and went in between is not known']
        : ['record', lossSummary(this.#meter, style)];
      this.#context.terminal.note(
        `${plural(this.#meter.total, what)} in ${duration(seconds * 1e9)}, ${grouped(this.#shown)} shown, ${loss}`,
      );
    }
  }
}

export async function watch(context: Context, options: WatchOptions): Promise<number> {
  if (options.context !== undefined) {
    const { watchEvents } = await import('./watch-events.ts');
    return await watchEvents(context, options);
  }
  refuseWithoutContext(options);
  // The one option with two meanings: paths have a slash, tokens have none.
  const token = options.device?.includes('/') === false ? options.device : undefined;
  const filter = parseFilter(options, token);
  const located = token === undefined ? context.locate() : context.locateByOuterOption();
  const session = await openSession({ located, ring: true, timeoutMs: context.timeoutMs });
  const begin = performance.now();
  const meter = new Meter(begin);
  using ending = new Ending(context.terminal, filter.seconds);
  const watching = new Watch(context, session.info.backend, filter, ending, meter);
  const feed = openFeed(session, meter, {
    wanted: (reader) => watching.wanted(reader),
    record: (head, payload, at) => watching.record(head, payload, at),
    lost: (loss) => watching.happened(lossHappening(loss), { ...loss }),
    happened: (happening) => watching.happened(happening),
    gone: (why) => watching.gone(why),
  });
  if (feed.notice !== undefined) {
    watching.polling(feed.notice);
  }
  const ticker = setInterval(() => {
    watching.tick();
    feed.tick();
  }, 1000);
  const cause = await ending.ended;
  clearInterval(ticker);
  feed.close();
  session.close();
  watching.finish((performance.now() - begin) / 1000);
  if (cause === 'gone') {
    throw new Failure(ExitCode.GONE, `the device is gone: ${watching.goneWhy}`, [
      'It was unbound, or its simulator ended. dsmilctl doctor shows what is there now.',
    ]);
  }
  return ending.exitCode;
}
