// SPDX-License-Identifier: Apache-2.0
// Text of ours in a shell's single quotes: nothing in it means anything to the shell.

/** On one line; a quote ends the text, adds one and begins again. */
export function singleQuoted(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ');
  return `'${line.replaceAll("'", "'\\''")}'`;
}

/** fish knows \\ and \' in single quotes, and nothing else. */
export function fishQuoted(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ');
  return `'${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
