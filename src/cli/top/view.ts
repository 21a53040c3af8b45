// SPDX-License-Identifier: Apache-2.0
// What is known right now, put together for the picture.
import { BackendNames, StopCauseNames, StopState } from '../../abi/generated/enums.ts';
import type { Context } from '../context.ts';
import type { Meter } from '../live/meter.ts';
import type { Session } from '../session.ts';
import { duration } from '../text.ts';
import { moment } from '../time.ts';
import { named } from '../words.ts';
import type { Recent } from './recent.ts';
import type { TopView } from './screen.ts';

/** For a shell: quoted when it has to be. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What to type in another terminal; --device only where it would not be found by itself. */
export function commandsFor(
  name: string,
  path: string,
  foundByItself: boolean,
): TopView['commands'] {
  return {
    call: foundByItself ? `${name} …` : `${name} --device ${quoted(path)} …`,
    words: ['devices', 'watch', 'read 0x8003 temperature', 'status', 'stop', 'doctor'],
  };
}

/** Would a command without --device in another terminal come here too? */
function foundByItself(context: Context, path: string): boolean {
  try {
    const { DSMIL_DEVICE: _ours, ...env } = context.env;
    return context.locateIn(env).path === path;
  } catch (error) {
    if (error instanceof Error) {
      return false;
    }
    throw error;
  }
}

export type Picture = () => TopView;

export function pictureOf(
  context: Context,
  session: Session,
  meter: Meter,
  recent: Recent,
  notice: string | undefined,
  name = 'dsmilctl',
): Picture {
  const { info, located } = session;
  const isModule = context.locateSources.stat(located.path)?.kind === 'character';
  const commands = commandsFor(name, located.path, foundByItself(context, located.path));
  let stop = session.stopPage();
  let states = session.states();
  return () => {
    // Of a device that is gone, the last that was seen.
    if (session.device.state === 'open') {
      stop = session.stopPage();
      states = session.states();
    }
    const up = duration(moment().nowNs - info.loadNs, context.terminal.style.glyphs.micro);
    const cause =
      stop.state === StopState.RUN ? '' : `${named(StopCauseNames, stop.cause, 'cause')}, `;
    return {
      about: `${isModule ? 'module' : 'simulator'} ${info.version}, ${named(BackendNames, info.backend, 'backend')} backend, up ${up}`,
      path: located.path,
      stop: { state: stop.state, summary: `${cause}generation ${stop.generation}` },
      states,
      meter,
      recent: recent.lines,
      notice,
      commands,
      footer: 'q or Ctrl-C ends this',
    };
  };
}
