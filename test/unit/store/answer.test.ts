// SPDX-License-Identifier: Apache-2.0
// What the writer's thread does for nobody comes after the answer: whoever waits is not kept by it.
import { expect, it } from 'vitest';
import type { ModuleWriter } from '../../../src/store/contract.ts';
import { openForWriting } from '../../../src/store/database.ts';
import { storePaths } from '../../../src/store/files.ts';
import { checkOptions } from '../../../src/store/options.ts';
import type { FromWriter } from '../../../src/store/protocol.ts';
import { Reserve } from '../../../src/store/reserve.ts';
import { Writer } from '../../../src/store/writer.ts';
import { storeModule } from './ledger-module.ts';
import { newDirectory, SMALL, unit } from './stores.ts';

/** What happened, in order, when one unit is written by a module that does @afterAnswer. */
function written(afterAnswer: () => void): {
  readonly happened: string[];
  readonly failure: string;
} {
  const settings = checkOptions({ directory: newDirectory(), modules: [], limits: SMALL });
  const opened = openForWriting(settings.directory, settings.verify);
  opened.database.exec(storeModule.migrations[0]?.sql ?? '');
  const ledger = storeModule.openWriter({ database: opened.database, options: {} });
  const happened: string[] = [];
  let failure = '';
  const module: ModuleWriter = {
    ...ledger,
    afterCommit: () => {
      happened.push('durable');
    },
    afterAnswer: () => {
      happened.push('after the answer');
      afterAnswer();
    },
  };
  const send = (message: FromWriter): void => {
    happened.push(message.type);
    failure = message.type === 'failed' ? message.error.message : failure;
  };
  const writer = new Writer({
    settings,
    opened,
    checkHolder: () => undefined,
    writers: new Map([['ledger', module]]),
    reserve: new Reserve(storePaths(settings.directory), settings.limits),
    send,
  });
  writer.batch(1, [unit('add', 'a')]);
  writer.batch(2, [unit('add', 'b')]);
  writer.close();
  return { happened, failure };
}

const ONE = ['durable', 'batch', 'after the answer'];

it('a batch is durable, then answered, then comes what nobody waits for', () => {
  expect(written(() => undefined)).toEqual({ happened: [...ONE, ...ONE], failure: '' });
});

it('what fails there ends the store, and takes no answer back', () => {
  const found = written(() => {
    throw new Error('it does not know its own state any more');
  });
  expect(found.happened).toEqual([...ONE, 'failed']);
  expect(found.failure).toContain('does not know its own state');
});
