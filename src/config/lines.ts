// SPDX-License-Identifier: Apache-2.0
// On which line of a TOML file each key stands: its parser does not tell. Only for files that it has
// accepted, so that this need not judge: it walks over comments, strings and brackets, no more.

const KEY_PART = /[ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*/y;

/** `a."b.c".d` at @at: its parts, and where it ends. undefined where no key begins. */
function readKey(text: string, at: number): { parts: string[]; end: number } | undefined {
  const parts: string[] = [];
  for (let from = at; ; ) {
    KEY_PART.lastIndex = from;
    const match = KEY_PART.exec(text);
    if (match === null) {
      return undefined;
    }
    parts.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (text[KEY_PART.lastIndex] !== '.') {
      return { parts, end: KEY_PART.lastIndex };
    }
    from = KEY_PART.lastIndex + 1;
  }
}

/** Past the string that begins at @at. */
function skipString(text: string, at: number): number {
  const quote = text[at] ?? '';
  const triple = quote.repeat(3);
  const end = text.startsWith(triple, at) ? triple : quote;
  for (let i = at + end.length; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') {
      i++;
    } else if (text.startsWith(end, i)) {
      return i + end.length;
    }
  }
  return text.length;
}

/** Past the value that begins at @at: to the end of its last line. */
function skipValue(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; ) {
    const character = text[i] ?? '';
    if (character === '"' || character === "'") {
      i = skipString(text, i);
      continue;
    }
    if (character === '#') {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end;
      continue;
    }
    if (character === '\n' && depth === 0) {
      return i;
    }
    depth += Number('[{'.includes(character)) - Number(']}'.includes(character));
    i++;
  }
  return text.length;
}

/** Parts joined by '.', since no name of ours has one. */
export function keyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let prefix: readonly string[] = [];
  let line = 1;
  let counted = 0;
  const lineAt = (at: number): number => {
    for (; counted < at; counted++) {
      line += Number(text[counted] === '\n');
    }
    return line;
  };
  const put = (parts: readonly string[], at: number): void => {
    const name = parts.join('.');
    if (!lines.has(name)) {
      lines.set(name, lineAt(at));
    }
  };
  for (let at = 0; at < text.length; ) {
    while (text[at] === ' ' || text[at] === '\t') {
      at++;
    }
    const header = text[at] === '[';
    const key = readKey(text, header ? at + 1 + Number(text[at + 1] === '[') : at);
    if (key !== undefined && header) {
      prefix = key.parts;
      put(prefix, at);
      // Past the brackets, which nothing opened for skipValue().
      at = text.indexOf('\n', key.end);
      at = at < 0 ? text.length : at;
    } else if (key !== undefined && text[key.end] === '=') {
      put([...prefix, ...key.parts], at);
      at = key.end + 1;
    }
    // Comments, empty lines, and what is left of a line.
    at = skipValue(text, at) + 1;
  }
  return lines;
}
