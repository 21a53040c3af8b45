// SPDX-License-Identifier: Apache-2.0
// The thread that writes: the only one with a connection that can.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { ModuleWriter } from './contract.ts';
import { type OpenedDatabase, openForWriting } from './database.ts';
import { storePaths } from './files.ts';
import { migrate, readFact } from './migrate.ts';
import { loadModules } from './modules.ts';
import type { StoreSettings } from './options.ts';
import { explainOpening, holdDatabase, prepareLog } from './prepare.ts';
import type { FromWriter, ToWriter, WriterData } from './protocol.ts';
import { Reserve } from './reserve.ts';
import { toWire } from './wire-error.ts';
import { Writer } from './writer.ts';

async function start(settings: StoreSettings, port: MessagePort): Promise<void> {
  const send = (message: FromWriter): void => port.postMessage(message);
  const reserve = new Reserve(storePaths(settings.directory), settings.limits);
  let opened: OpenedDatabase | undefined;
  try {
    const modules = await loadModules(settings.modules);
    opened = openForWriting(settings.directory, settings.verify);
    const { database, path, created, unclean } = opened;
    const versions = migrate(
      database,
      path,
      modules.map(({ module }) => module),
    );
    prepareLog(opened, settings, reserve);
    const checkHolder = holdDatabase(database, reserve);
    const writers = new Map<string, ModuleWriter>();
    for (const { module, options } of modules) {
      writers.set(module.name, module.openWriter({ database, options }));
    }
    const writer = new Writer({ settings, opened, checkHolder, writers, reserve, send });
    port.on('message', (message: ToWriter) => receive(writer, message, send));
    const lastRestore = readFact(database, 'last-restore');
    writer.announce({ path, created, unclean, modules: versions, lastRestore });
  } catch (error) {
    opened?.close();
    send({ type: 'refused', error: toWire(explainOpening(error, settings, reserve)) });
  }
}

function receive(writer: Writer, message: ToWriter, send: (message: FromWriter) => void): void {
  if (message.type === 'batch') {
    writer.batch(message.id, message.units);
    return;
  }
  try {
    writer.close();
    send({ type: 'closed', error: null });
  } catch (error) {
    send({ type: 'closed', error: toWire(error) });
  }
}

if (parentPort !== null) {
  await start((workerData as WriterData).settings, parentPort);
}
