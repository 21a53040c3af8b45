// SPDX-License-Identifier: Apache-2.0
import { exportTiles as run } from '../../../audit/offline/export-tiles.ts';
import { finish } from '../../../audit/verify/verify-store.ts';
import type { Context } from '../../context.ts';
import { plural } from '../../text.ts';
import { AuditExit, inputFailure, progressOn, withSource } from './common.ts';

export function exportTiles(
  context: Context,
  _options: unknown,
  [path, folder]: string[],
): AuditExit {
  if (folder === undefined) {
    throw inputFailure('name the folder to write to');
  }
  return withSource(path, (source) => {
    const progress = progressOn(context);
    const size = finish(run(source, folder), (at) => progress(folder, at));
    if (context.json) {
      context.terminal.json({ folder, size });
    } else {
      context.terminal.line(
        `${folder}: ${plural(size, 'entry', 'entries')}; verify it with dsmilctl audit verify`,
      );
    }
    return AuditExit.GOOD;
  });
}
