// SPDX-License-Identifier: Apache-2.0
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import type { Caller } from '../../../../src/api/caller.ts';
import { Connections } from '../../../../src/api/grpc/server/connections.ts';

class Line extends Duplex {
  bytesRead: number | undefined = 0;

  override _read(): void {
    // Nothing comes: the test says how much has come.
  }
}

function arrived(connections: Connections): Line {
  const socket = new Line();
  const caller = { connection: 'one', gone: new AbortController().signal } as unknown as Caller;
  connections.add({ socket, caller });
  return socket;
}

it('a connection of which nothing comes at so many looks in a row is ended, and no other', async () => {
  const connections = new Connections();
  const socket = arrived(connections);
  for (let look = 0; look < 20; look++) {
    // One word in three looks.
    socket.bytesRead = Math.floor(look / 3);
    connections.endSilent(3);
  }
  expect(socket.destroyed).toBe(false);
  connections.endSilent(3);
  expect(socket.destroyed).toBe(false);
  connections.endSilent(3);
  expect(socket.destroyed).toBe(true);
  await new Promise((closed) => socket.once('close', closed));
  expect(connections.size).toBe(0);
});

it('a line that does not count its bytes is not judged by them', () => {
  const connections = new Connections();
  const socket = arrived(connections);
  socket.bytesRead = undefined;
  for (let look = 0; look < 20; look++) {
    connections.endSilent(3);
  }
  expect(socket.destroyed).toBe(false);
});
