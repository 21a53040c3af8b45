// SPDX-License-Identifier: Apache-2.0
// Keys in words: for `dsmilctl config explain`, and for the example file that is shipped.
import { stringify } from 'smol-toml';
import { KEYS, type KeyEntry, SECTION_WORDS, SECTIONS } from './schema.ts';

/** As a file has it: 5000, "text", [1, 2]. */
export function tomlValue(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(
      ([key, inner]) => `${JSON.stringify(key)} = ${tomlValue(inner)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return stringify({ value })
    .replace(/^value = /, '')
    .trimEnd();
}

export function allowedWords({ key }: KeyEntry): string {
  return key.unit === null ? key.allowed : `${key.allowed} (${key.unit})`;
}

function wrapComment(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > 100) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** A file with every key at its default, each explained. Loading it changes nothing. */
export function exampleFile(): string {
  const head = [
    '# SPDX-License-Identifier: Apache-2.0',
    '#',
    ...wrapComment(
      'The configuration of the DSMIL bridge: /etc/dsmil/dsmil.toml, or the file that DSMIL_CONFIG names. Every key is here, at its default. Each can be set in the environment too, which counts more. `dsmilctl config check FILE` says what is wrong with a file.',
    ),
    ...wrapComment('Generated from the schema: dsmilctl config example'),
  ];
  const sections = Object.keys(SECTIONS).flatMap((section) => [
    '',
    `# ${SECTION_WORDS[section as keyof typeof SECTIONS]}`,
    `[${section}]`,
    ...KEYS.filter((entry) => entry.section === section).flatMap((entry) => [
      '',
      ...wrapComment(entry.key.about),
      ...wrapComment(`${allowedWords(entry)}; ${entry.variable}`),
      `${entry.leaf} = ${tomlValue(entry.key.fallback)}`,
    ]),
  ]);
  return `${[...head, ...sections].join('\n')}\n`;
}
