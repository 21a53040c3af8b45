// SPDX-License-Identifier: Apache-2.0
// Builds programs that are started hundreds of times, once: the same sources with the packages they use, as one
// file for the process and one for each thing that its threads load, instead of hundreds of modules to be found
// and linked at each start. What is installed is no such file (the sources say why).
import { symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

/** Not built, and found by place. */
const LINKED = ['build', 'native', 'package.json'];

/** Where the programs will stand when they are used, and the sources' root there. */
export interface Place {
  readonly programs: string;
  readonly root: string;
}

/** What a module says of its own place, as if it were built alone: it finds its neighbours by that. */
function placed(root: string, { programs }: Place): Plugin {
  return {
    name: 'place',
    transform(code, id) {
      const path = relative(root, id);
      if (!code.includes('import.meta.') || !/^(src|test)\//.test(path)) {
        return null;
      }
      const place = join(programs, path).replace(/\.ts$/, '.js');
      return code
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(place).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(place)));
    },
  };
}

/** Of the sources in @root, under @into: each of @entries, and what is named by URL at run time must be among them. */
export async function build(
  root: string,
  into: string,
  entries: readonly string[],
  place: Place = { programs: into, root },
): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(root, `${name}.ts`)])),
    platform: 'node',
    // No program builds another.
    external: ['rolldown'],
    // What a module does when it is loaded is part of a start.
    treeshake: false,
    plugins: [placed(root, place)],
    onLog(level, { message }) {
      if (level === 'warn') {
        throw new Error(`it is not built as it is: ${message}`);
      }
    },
  });
  await bundle.write({ dir: into, format: 'esm' });
  await bundle.close();
  for (const name of LINKED) {
    symlinkSync(join(place.root, name), join(into, name));
  }
}
