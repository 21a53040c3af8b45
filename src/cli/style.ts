// SPDX-License-Identifier: Apache-2.0
// Colours and glyphs: decided once, from what the terminal is and what the user asked for.

export type Paint =
  | 'plain'
  | 'bold'
  | 'dim'
  | 'green'
  | 'cyan'
  | 'yellow'
  | 'red'
  | 'critical'
  | 'magenta'
  | 'alarm'
  | 'caution'
  | 'calm';

/** Only the sixteen colours: the user's own palette keeps them readable, light or dark. */
const SGR: Readonly<Record<Paint, string>> = {
  plain: '',
  bold: '1',
  dim: '2',
  green: '32',
  cyan: '36',
  yellow: '33',
  red: '31',
  critical: '1;31',
  magenta: '35',
  alarm: '1;97;41',
  caution: '30;43',
  calm: '30;42',
};

export interface Glyphs {
  readonly active: string;
  readonly idle: string;
  readonly off: string;
  readonly fault: string;
  readonly unknown: string;
  readonly absent: string;
  readonly silent: string;
  readonly quarantined: string;
  readonly ellipsis: string;
  readonly degree: string;
  readonly arrow: string;
  readonly dot: string;
  readonly rule: string;
  readonly micro: string;
  readonly ok: string;
  readonly warn: string;
  readonly fail: string;
}

const UNICODE: Glyphs = {
  active: '●',
  idle: '○',
  off: '·',
  fault: '▲',
  unknown: '?',
  absent: '-',
  silent: '!',
  quarantined: '✕',
  ellipsis: '…',
  degree: ' °C',
  arrow: '→',
  dot: '·',
  rule: '─',
  micro: 'µ',
  ok: '✓',
  warn: '!',
  fail: '✗',
};

const ASCII: Glyphs = {
  active: '*',
  idle: 'o',
  off: '.',
  fault: 'F',
  unknown: '?',
  absent: '-',
  silent: '!',
  quarantined: 'X',
  ellipsis: '~',
  degree: ' C',
  arrow: '->',
  dot: '|',
  rule: '-',
  micro: 'u',
  ok: '+',
  warn: '!',
  fail: 'x',
};

export interface Style {
  readonly color: boolean;
  readonly glyphs: Glyphs;
  paint(paint: Paint, text: string): string;
}

export function makeStyle({ color, unicode }: { color: boolean; unicode: boolean }): Style {
  return {
    color,
    glyphs: unicode ? UNICODE : ASCII,
    paint: (paint, text) =>
      color && paint !== 'plain' && text !== '' ? `\u001b[${SGR[paint]}m${text}\u001b[0m` : text,
  };
}

export interface StyleSources {
  readonly isTty: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** --no-color was not given. */
  readonly colorWanted: boolean;
}

/** The user's word first, then NO_COLOR and FORCE_COLOR, then what the output is. */
export function chooseColor({ isTty, env, colorWanted }: StyleSources): boolean {
  // no-color.org: present and not empty, whatever its value.
  if (!colorWanted || (env['NO_COLOR'] ?? '') !== '') {
    return false;
  }
  const force = env['FORCE_COLOR'];
  if (force !== undefined) {
    return force !== '0' && force !== 'false';
  }
  return isTty && env['TERM'] !== 'dumb';
}

/** Plain ASCII where the locale says so; most terminals without a locale show UTF-8 all the same. */
export function chooseUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => (value ?? '') !== '',
  );
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') {
    return false;
  }
  return locale === undefined || /utf-?8/i.test(locale);
}
