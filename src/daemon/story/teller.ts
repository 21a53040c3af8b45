// SPDX-License-Identifier: Apache-2.0
// How the story is printed: headings, facts, and what people should look at.

export interface Paper {
  line(text: string): void;
  /** Characters in a line. */
  readonly columns: number;
  readonly colour: boolean;
}

export class Teller {
  readonly #paper: Paper;
  #chapter = 0;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  chapter(title: string): void {
    this.#chapter++;
    this.#paper.line('');
    this.#paper.line(this.#painted('1', `${this.#chapter}. ${title}`));
  }

  /** A sentence of its own. */
  say(text: string): void {
    for (const line of wrapped(text, this.#paper.columns - 3)) {
      this.#paper.line(`   ${line}`);
    }
  }

  /** Something that was done, or refused, and what came of it. */
  done(what: string, result: string): void {
    this.#marked(this.#painted('32', '+'), `${what}: ${result}`);
  }

  refused(what: string, why: string): void {
    this.#marked(this.#painted('33', '-'), `${what}: ${why}`);
  }

  /** Under what was said last. */
  detail(text: string): void {
    for (const [at, line] of wrapped(text, this.#paper.columns - 9).entries()) {
      this.#paper.line(`${at === 0 ? '       ' : '         '}${line}`);
    }
  }

  rows(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? '').length)),
    );
    for (const row of rows) {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      this.#paper.line(`   ${cells.join('  ').trimEnd()}`);
    }
  }

  #marked(mark: string, text: string): void {
    for (const [at, line] of wrapped(text, this.#paper.columns - 5).entries()) {
      this.#paper.line(at === 0 ? `   ${mark} ${line}` : `     ${line}`);
    }
  }

  #painted(code: string, text: string): string {
    return this.#paper.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function wrapped(text: string, room: number): string[] {
  const width = Math.max(20, room);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
