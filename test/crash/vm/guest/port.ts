// SPDX-License-Identifier: Apache-2.0
// The machine's line to the host: a virtio port, a line a message.
import { openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';

const CLASS = '/sys/class/virtio-ports';

export interface Port {
  /** Returns when the host's side has it. */
  say(line: string): void;
  /** Stops the whole program until the host says something: nothing of ours runs meanwhile. */
  hear(): string;
}

export function openPort(name: string): Port {
  const found = readdirSync(CLASS).find(
    (port) => readFileSync(`${CLASS}/${port}/name`, 'utf8').trim() === name,
  );
  if (found === undefined) {
    throw new Error(`the machine has no port ${name}`);
  }
  const file = openSync(`/dev/${found}`, 'r+');
  return {
    say(line) {
      const bytes = Buffer.from(`${line}\n`);
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(file, bytes, at);
      }
    },
    hear() {
      const buffer = Buffer.alloc(4096);
      let text = '';
      while (!text.includes('\n')) {
        text += buffer.toString('utf8', 0, readSync(file, buffer));
      }
      return text.trimEnd();
    },
  };
}
