// SPDX-License-Identifier: Apache-2.0
// Files as somebody or something has changed them, and what was recorded as a stranger reads it.
import { DatabaseSync } from 'node:sqlite';

/** One bit of the byte at @at is another one. */
export function flipped(good: Buffer, at: number): Buffer {
  const bad = Buffer.from(good);
  bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
  return bad;
}

/** Of a database: every byte that says something, and every 64th of the zeros between. */
export function worthTrying(bytes: Buffer, at: number): boolean {
  return bytes[at] !== 0 || at % 64 === 0;
}

/** Everything that was recorded, read with nothing of ours. */
export function recorded(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return JSON.stringify(
      ['audit_leaf', 'audit_tile', 'audit_head', 'audit_checkpoint'].map((table) =>
        database
          .prepare(`SELECT * FROM ${table} ORDER BY 1`)
          .all()
          .map((row) =>
            Object.values(row).map((value) =>
              value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value),
            ),
          ),
      ),
    );
  } finally {
    database.close();
  }
}

export function recordedOrDamaged(path: string): string {
  try {
    return recorded(path);
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) {
      return `damaged: ${error.message}`;
    }
    throw error;
  }
}
