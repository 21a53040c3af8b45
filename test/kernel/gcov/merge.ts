// SPDX-License-Identifier: Apache-2.0
/**
 * Adds up what runs of several builds of the same source reached, and compares what is left with the
 * reasons that are kept for it. No files: report.ts reads them.
 */

/** A line as one compilation of it counted. */
export interface CountedLine {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly count: number;
  /** How often each way out of the line's conditions was taken. */
  readonly branches: readonly number[];
}

export interface MergedLine {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly reached: boolean;
  readonly branches: number;
  readonly taken: number;
}

/**
 * One entry a line. Compilers of several builds see other macros behind the same words, and so other
 * branches: ways out are added up where their number is the same, and of several numbers that compilation
 * counts of which the largest part was taken, since it is the same condition.
 */
export function mergeLines(counted: Iterable<CountedLine>): MergedLine[] {
  const lines = new Map<
    string,
    { first: CountedLine; count: number; ways: Map<number, number[]> }
  >();
  for (const item of counted) {
    const key = `${item.file}:${item.line}`;
    const known = lines.get(key) ?? { first: item, count: 0, ways: new Map<number, number[]>() };
    lines.set(key, known);
    known.count += item.count;
    if (item.branches.length === 0) {
      continue;
    }
    const before = known.ways.get(item.branches.length);
    known.ways.set(
      item.branches.length,
      item.branches.map((count, way) => count + (before?.[way] ?? 0)),
    );
  }
  return [...lines.values()]
    .map(({ first, count, ways }) => {
      const best = [...ways.values()]
        .map((counts) => ({ all: counts.length, taken: counts.filter((n) => n > 0).length }))
        .toSorted((a, b) => b.taken / b.all - a.taken / a.all || b.all - a.all)[0];
      return {
        file: first.file,
        line: first.line,
        function: first.function,
        reached: count > 0,
        branches: best?.all ?? 0,
        taken: best?.taken ?? 0,
      };
    })
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** A line that nothing reached, or one of whose branches nothing took; words as the source has them. */
export interface Gap {
  readonly file: string;
  readonly function: string;
  readonly words: string;
  readonly line: number;
  readonly missing: string;
}

export interface Reason {
  readonly file: string;
  readonly function: string;
  readonly words: string;
  /** Reached in some runs and not in others: it depends on timing. */
  readonly sometimes: boolean;
  readonly because: string;
  /** In the file of reasons. */
  readonly line: number;
}

export class ReasonsError extends Error {
  readonly code = 'COVERAGE_REASONS';
}

const ITEM = /^(~?)(\S+) (\S+): (.+)$/;

/** `## why` begins a group; then `[~]file function: words` a line; `#` is a remark. */
export function parseReasons(text: string): Reason[] {
  const reasons: Reason[] = [];
  let because = '';
  for (const [at, line] of text.split('\n').entries()) {
    if (line.startsWith('## ')) {
      because = line.slice(3).trim();
    } else if (line.trim() !== '' && !line.startsWith('#')) {
      const [, sometimes, file, name, words] = ITEM.exec(line) ?? [];
      if (file === undefined || name === undefined || words === undefined || because === '') {
        throw new ReasonsError(
          `line ${at + 1} is '${line}': it wants to be 'file function: words of the line', below a '## reason'`,
        );
      }
      reasons.push({
        file,
        function: name,
        words,
        sometimes: sometimes === '~',
        because,
        line: at + 1,
      });
    }
  }
  return reasons;
}

export function sourceWords(text: string | undefined): string {
  return (text ?? '').trim().replaceAll(/\s+/g, ' ');
}

export interface Judgement {
  /** Gaps that no reason names. */
  readonly unexplained: readonly Gap[];
  /** Reasons that name nothing that is not reached. */
  readonly stale: readonly Reason[];
}

const keyOf = (item: Gap | Reason): string => `${item.file} ${item.function}: ${item.words}`;

/** @param lines every line that counts, so that a reason for one that is no more is seen */
export function judge(
  gaps: readonly Gap[],
  lines: readonly Pick<Gap, 'file' | 'function' | 'words'>[],
  reasons: readonly Reason[],
): Judgement {
  const explained = new Set(reasons.map(keyOf));
  const open = new Set(gaps.map(keyOf));
  const known = new Set(lines.map((line) => `${line.file} ${line.function}: ${line.words}`));
  return {
    unexplained: gaps.filter((gap) => !explained.has(keyOf(gap))),
    stale: reasons.filter((reason) => !(reason.sometimes ? known : open).has(keyOf(reason))),
  };
}
