// SPDX-License-Identifier: Apache-2.0
//
// The program whose machine loses its power: opens the product on the disk, waits for the host's orders,
// then writes as fast as it can, and says of each record when it was acknowledged.
//
//   ready                     everything is open, and the disk has it
//   opened                    after every further opening
//   ack NAME A B              a unit, and the numbers of its two lines; its event is of the same unit
//   audit NAME INDEX HASH     an entry of the audit log
//   problem TEXT              what may not happen on a disk that works
//
// usage: node writer.ts DISK
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, type Orders } from '../orders.ts';
import { entryOf, eventOf, LEDGER, openProduct, type Product } from '../product.ts';
import { openPort } from './port.ts';

const disk = process.argv[2] ?? '/disk';
const port = openPort('vm.power');
const problem = (text: string): void => port.say(`problem ${text.replaceAll('\n', ' ')}`);

let last = 0;
let units = 0;

function newName(kind: string): string {
  last += 1;
  return `${kind}${last}`;
}

async function writeUnit({ store, events }: Product, payload: number): Promise<void> {
  const name = newName('u');
  const add = (line: string) => ({ module: LEDGER, name: 'add', argument: line });
  const [outcome] = await store.write([
    {
      writeClass: 'normal',
      commands: [
        add(`${name}.a`),
        events.command(eventOf(name)),
        add(`${name}.b ${'x'.repeat(payload)}`),
      ],
    },
  ]);
  if (outcome?.done !== true) {
    throw outcome?.error ?? new Error('the store gave no outcome');
  }
  units += 1;
  port.say(`ack ${name} ${outcome.results[0]} ${outcome.results[2]}`);
}

async function writeEntry({ audit }: Product): Promise<void> {
  const name = newName('e');
  const { index, leafHash } = await audit.append(entryOf(name), 'intent');
  port.say(`audit ${name} ${index} ${leafHash}`);
}

/** Writes until so many units are acknowledged. */
async function live(product: Product, orders: Orders): Promise<void> {
  const enough = units + orders.life;
  const repeat = async (write: () => Promise<void>): Promise<void> => {
    while (units < enough) {
      await write();
    }
  };
  const writers = Array.from({ length: orders.writers }, () => [
    repeat(() => writeUnit(product, orders.payload)),
    repeat(() => writeEntry(product)),
    repeat(async () => {
      product.events.publish(eventOf(newName('p')), 'durable');
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }),
  ]);
  await Promise.all(writers.flat());
}

try {
  const folder = join(disk, folderOf({ fresh: false }));
  let product = await openProduct(folder, problem);
  // The first records make the compilers' work part of what the machine's image has.
  const first: Orders = { writers: 2, payload: 100, life: 15, fresh: false, unsynced: '' };
  await live(product, first);
  await product.audit.settled();
  port.say('ready');
  const orders = JSON.parse(port.hear()) as Orders;
  if (orders.unsynced !== '') {
    writeFileSync('/run/unsynced', orders.unsynced);
  }
  if (orders.fresh) {
    product = await openProduct(join(disk, folderOf(orders)), problem);
    port.say('opened');
  }
  for (;;) {
    await live(product, orders);
    await product.close();
    product = await openProduct(join(disk, folderOf(orders)), problem);
    port.say('opened');
  }
} catch (error) {
  problem(String(error));
  throw error;
}
