// SPDX-License-Identifier: Apache-2.0
// Two persons have looked at devices of which nobody could tell what became of them, and let them go.
import { checkText } from '../../core/model/check.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import type {
  FlaggedTransaction,
  KernelResource,
  TransactionId,
  TransactionJournal,
} from '../../core/ports/commit.ts';

export interface Clearing {
  readonly cleared: FlaggedTransaction;
  /** Tokens whose hold was released. */
  readonly released: readonly number[];
  /** Tokens that stay on hold: another flagged transaction has them, too. */
  readonly held: readonly number[];
}

/** A service is no person: its name has a colon. Whose signatures stand behind the names, the caller has checked. */
function checkPersons(persons: readonly [string, string]): void {
  for (const [n, person] of persons.entries()) {
    checkText(person, `persons[${n}]`, 1, 128);
    if (person.includes(':')) {
      throw new InvalidArgumentError(`persons[${n}]`, person, 'a person, not a service');
    }
  }
  if (persons[0] === persons[1]) {
    throw new InvalidArgumentError('persons', persons[1], 'two different persons');
  }
}

/**
 * Recorded first, then the holds are released; once more releases again, so that a crash between the two
 * is mended by asking again. A release starts nothing. Rejects with InvalidArgumentError, with
 * NotFlaggedError of the journal, and with what journal or kernel say.
 */
export async function clearFlagged(
  { journal, kernel }: { readonly journal: TransactionJournal; readonly kernel: KernelResource },
  id: TransactionId,
  persons: readonly [string, string],
  note: string,
): Promise<Clearing> {
  checkPersons(persons);
  const cleared = await journal.clear(id, persons, note);
  const others = (await journal.flagged()).flatMap(({ devices }) => devices);
  const held = cleared.devices.filter((device) => others.includes(device));
  const released = cleared.devices.filter((device) => !others.includes(device));
  for (const device of released) {
    await kernel.release(device);
  }
  return { cleared, released, held };
}
