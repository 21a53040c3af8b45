// SPDX-License-Identifier: Apache-2.0
// Who stopped and why, in the 32 bytes that the core keeps. Old syntax only: see main.ts.

const SIZE = 32;

export interface StopDetail {
  readonly text: string;
  /** Something had to be left out. */
  readonly cut: boolean;
}

/** Cuts between characters, never within one; NUL would end it early, so it becomes a space. */
function cutTo(text: string, size: number): string {
  let out = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > size) {
      break;
    }
    out += character;
  }
  return out;
}

export function stopDetail(user: string, reason: string | undefined): StopDetail {
  const wanted = (
    reason === undefined || reason === '' ? `dsmilctl, by ${user}` : `${user}: ${reason}`
  )
    .replaceAll('\0', ' ')
    .toWellFormed();
  const text = cutTo(wanted, SIZE);
  return { text, cut: text !== wanted };
}
