// SPDX-License-Identifier: Apache-2.0
// dsmilctl watch --context: the events of a daemon, one line each, until a count, a time, Ctrl-C or the reader's end.
import { describeDevice, devicePosition } from '../../abi/devices.ts';
import type { EventNotification } from '../../api/grpc/wire/generated/dsmil-communication-v1.ts';
import {
  ClearanceLevelNames,
  EventTypeNames,
  Severity,
  TrackNames,
} from '../../core/model/enums.ts';
import { parseToken } from '../arguments.ts';
import type { Context } from '../context.ts';
import { parseSeconds, parseWhole, usageFailure } from '../failure.ts';
import { Ending } from '../live/ending.ts';
import { Printer } from '../live/printer.ts';
import { daemonFailure } from '../local/daemon.ts';
import { remoteContext } from '../remote/contexts.ts';
import { EventFeed } from '../remote/event-feed.ts';
import { milliseconds } from '../remote/words.ts';
import type { Paint, Style } from '../style.ts';
import { clock, padEnd, plural, printable } from '../text.ts';
import { COUNT_MAX, SECONDS_MAX, type WatchOptions } from './watch-options.ts';

const OLDEST = 2;
const SEVERITY_COLUMNS = 9;

const SEVERITIES = new Map<number, string>(
  Object.entries(Severity).map(([name, value]) => [value, name]),
);
const PAINTS: Readonly<Record<string, Paint>> = {
  WARNING: 'yellow',
  ERROR: 'critical',
  CRITICAL: 'critical',
  EMERGENCY: 'alarm',
};

function nameOf(names: Readonly<Record<number, string>>, value: number): string {
  return names[value] ?? `UNKNOWN_${value}`;
}

function severityOf({ severity }: EventNotification): string {
  return SEVERITIES.get(severity) ?? `UNKNOWN_${severity}`;
}

/** `device.8003.state` says its device by number: people know it by name. */
function deviceOf(subject: string): string {
  const token = Number.parseInt(/^device\.([0-9a-f]{4})\./.exec(subject)?.[1] ?? '', 16);
  return Number.isNaN(token) || devicePosition(token) < 0 ? '' : ` ${describeDevice(token).name}`;
}

export function renderEvent(event: EventNotification, style: Style): string {
  const severity = severityOf(event);
  const data = Object.entries(event.eventData).map(([key, value]) => `${key}=${value}`);
  const repeated = event.attempt > 1 ? ` (told for the ${event.attempt}th time)` : '';
  const time = style.paint('dim', clock(new Date(milliseconds(event.timestamp))));
  const shown = style.paint(PAINTS[severity] ?? 'dim', padEnd(severity, SEVERITY_COLUMNS));
  const subject = style.paint('bold', printable(event.subject));
  return `${time} ${shown} ${subject}${deviceOf(event.subject)}${repeated}  ${printable(data.join(' '))}`;
}

export function eventJson(event: EventNotification): object {
  return {
    event: event.eventId,
    time: new Date(milliseconds(event.timestamp)).toISOString(),
    subject: event.subject,
    type: nameOf(EventTypeNames, event.eventType),
    severity: severityOf(event),
    source: nameOf(TrackNames, event.sourceTrack),
    sequence: event.sequenceNumber,
    attempt: event.attempt,
    clearance: nameOf(ClearanceLevelNames, event.clearance),
    compartments: [...event.compartments],
    data: { ...event.eventData },
    cursor: event.cursor === '' ? null : event.cursor,
  };
}

export async function watchEvents(context: Context, options: WatchOptions): Promise<number> {
  const { terminal, json, env } = context;
  const { subject = [], cursor = '', label = '', device, oldest = false } = options;
  if (options.type !== undefined) {
    throw usageFailure(
      '--type',
      options.type,
      'left out with --context: name subjects (--subject)',
    );
  }
  const most =
    options.count === undefined
      ? Number.POSITIVE_INFINITY
      : parseWhole('--count', options.count, 1, COUNT_MAX);
  const seconds =
    options.seconds === undefined
      ? undefined
      : parseSeconds('--seconds', options.seconds, SECONDS_MAX);
  const place = remoteContext(env, options.context);
  if (place === undefined) {
    throw usageFailure('--context', options.context ?? '', 'one of: dsmilctl context list');
  }
  using ending = new Ending(terminal, seconds);
  const printer = new Printer(terminal);
  let shown = 0;
  const feed = new EventFeed({
    context: place,
    wanted: {
      subjects: subject,
      cursor,
      label,
      deviceIds: device === undefined ? [] : [parseToken(device)],
      ...(oldest && { start: OLDEST }),
    },
    signal: ending.signal,
    onEvent: (event) => {
      if (json) {
        printer.json(eventJson(event));
      } else {
        printer.line(renderEvent(event, terminal.style));
      }
      shown++;
      if (shown >= most) {
        ending.end('done');
      }
    },
    onLost: (why, resumes) => {
      const what = resumes
        ? 'it goes on behind the last cursor, and no durable event will be missing'
        : 'what comes until it is there again is not shown';
      terminal.note(`the connection was lost (${why}): ${what}`);
    },
  });
  try {
    await feed.run();
  } catch (error) {
    throw daemonFailure(error);
  } finally {
    printer.end();
  }
  finish(context, shown, feed.cursor);
  return ending.exitCode;
}

/** Where to go on; what came behind it comes again, with the same id. */
function finish({ terminal, json }: Context, shown: number, cursor: string): void {
  if (json) {
    terminal.json({ event: null, cursor: cursor === '' ? null : cursor });
    return;
  }
  terminal.note(`${plural(shown, 'event')} shown`);
  if (cursor !== '') {
    terminal.note(`To go on, with the same filters and label: --cursor ${cursor}`);
  }
}
