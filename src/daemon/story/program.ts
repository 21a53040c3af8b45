// SPDX-License-Identifier: Apache-2.0
// What every story is as a program: its folder emptied first and kept, told on the terminal, its log verified
// at the end. Exit status: 0 it went as told and the log is good, 1 otherwise, 2 wrong usage.
import { mkdirSync, rmSync } from 'node:fs';
import { trustPath } from '../../audit/note/trust-file.ts';
import { type Places, placesIn } from '../places.ts';
import { tellLog } from './log.ts';
import { Teller } from './teller.ts';

const COLUMNS = 100;

export interface StoryOptions {
  /** Absolute. */
  readonly directory: string;
  /** How dsmilctl is called here, for what is said at the end. */
  readonly as: string;
}

export interface Story<T extends StoryOptions> {
  /** For errors. */
  readonly name: string;
  /** Of its audit log. */
  readonly origin: string;
  /** Throws what is wrong with the arguments. */
  options(argv: readonly string[]): T;
  tell(given: T, places: Places, teller: Teller): Promise<void>;
}

async function run<T extends StoryOptions>(
  { name, origin, options, tell }: Story<T>,
  argv: readonly string[],
): Promise<number> {
  let given: T;
  try {
    given = options(argv);
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    return 2;
  }
  const { columns = COLUMNS, isTTY } = process.stdout;
  const teller = new Teller({
    line: (text) => process.stdout.write(`${text}\n`),
    columns: Math.min(columns, COLUMNS),
    colour: isTTY === true && process.env['NO_COLOR'] === undefined,
  });
  const { directory, as } = given;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const places = placesIn(directory, origin);
  await tell(given, places, teller);
  const good = tellLog(teller, places);
  const { leafPath, headPath, keys } = places.audit;
  process.stdout.write(
    `     ${as} audit verify ${places.store} ${leafPath} --head ${headPath} --policy ${trustPath(keys)}\n`,
  );
  return good ? 0 : 1;
}

/** The whole life of the process, but for what it leaves open. */
export async function runStory<T extends StoryOptions>(story: Story<T>): Promise<void> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
  try {
    process.exitCode = await run(story, process.argv.slice(2));
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${story.name}: ${text}\n`);
    process.exitCode = 1;
  }
}
