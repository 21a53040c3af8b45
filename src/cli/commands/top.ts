// SPDX-License-Identifier: Apache-2.0
// The live picture. On a terminal it takes the screen; elsewhere, and with --once, it prints lines.
import type { Context } from '../context.ts';
import { ExitCode, Failure, parseSeconds } from '../failure.ts';
import { Ending } from '../live/ending.ts';
import { lossHappening, openFeed } from '../live/feed.ts';
import { type Happening, happeningOf, isNotable, isUrgent, renderHappening } from '../live/line.ts';
import { Meter } from '../live/meter.ts';
import { openSession } from '../session.ts';
import { LineDisplay } from '../top/line-display.ts';
import { Recent } from '../top/recent.ts';
import { ScreenDisplay } from '../top/screen-display.ts';
import { pictureOf } from '../top/view.ts';

const ONCE_SECONDS = 3;
const SECONDS_MAX = 3600;
const EVENTS_KEPT = 200;

export interface TopOptions {
  readonly once?: boolean;
  readonly seconds?: string;
  readonly as?: string;
}

export async function top(context: Context, options: TopOptions): Promise<number> {
  const { terminal } = context;
  if (context.json) {
    throw new Failure(ExitCode.USAGE, 'top draws a picture: there is no --json of it', [
      'For programs: dsmilctl devices --json, dsmilctl watch --json',
    ]);
  }
  const seconds =
    options.seconds === undefined
      ? ONCE_SECONDS
      : parseSeconds('--seconds', options.seconds, SECONDS_MAX);
  const limited = options.once === true || options.seconds !== undefined;
  const located = context.locate();
  const session = await openSession({ located, ring: true, timeoutMs: context.timeoutMs });
  const meter = new Meter(performance.now());
  using ending = new Ending(terminal, limited ? seconds : undefined);
  const recent = new Recent(EVENTS_KEPT);
  const sources = { backend: session.info.backend, glyphs: terminal.style.glyphs };
  const happened = (happening: Happening): void => {
    const line = renderHappening(happening, terminal.style);
    recent.add(line);
    display.happened(line);
  };
  let goneWhy = '';
  const feed = openFeed(session, meter, {
    // Of a crowd only the last ones are seen: the others are counted, not decoded.
    wanted: ({ type }) => isUrgent(type) || recent.admit(),
    record: (head, payload, at) => {
      if (isUrgent(head.type) || (isNotable(payload) && recent.admitLine())) {
        happened(happeningOf(head, payload, at, sources));
      }
    },
    lost: (loss) => happened(lossHappening(loss)),
    happened,
    gone: (why) => {
      goneWhy = why;
      ending.end('gone');
    },
  });
  const picture = pictureOf(context, session, meter, recent, feed.notice, options.as);
  const display =
    terminal.isTty && !limited
      ? new ScreenDisplay(terminal, picture, () => ending.end('done'))
      : new LineDisplay(terminal, picture);
  display.open();
  const ticker = setInterval(() => {
    meter.tick(performance.now());
    recent.tick();
    display.tick();
    feed.tick();
  }, 1000);
  const cause = await ending.ended;
  clearInterval(ticker);
  feed.close();
  meter.tick(performance.now());
  display.close();
  session.close();
  if (cause === 'gone') {
    throw new Failure(ExitCode.GONE, `the device is gone: ${goneWhy}`, [
      'It was unbound, or its simulator ended. dsmilctl doctor shows what is there now.',
    ]);
  }
  return ending.exitCode;
}
