// SPDX-License-Identifier: Apache-2.0
// The disk, served to the emulator over the network block device protocol (its newstyle handshake and
// simple replies), on a Unix socket. Requests are answered late, and not in the order in which they came.
import { createServer, type Server, type Socket } from 'node:net';
import { type PowerDisk, SECTOR } from './power-disk.ts';

const GREETING = 'NBDMAGIC';
const OPTION_MAGIC = 'IHAVEOPT';
const OPTION_REPLY_MAGIC = 0x0003_e889_0455_65a9n;
const REQUEST_MAGIC = 0x2560_9513;
const REPLY_MAGIC = 0x6744_6698;

const FIXED_NEWSTYLE = 1;
const NO_ZEROES = 2;
const Option = { ABORT: 2, INFO: 6, GO: 7 } as const;
const OptionReply = { ACK: 1, INFO: 3, UNSUPPORTED: 0x8000_0001 } as const;
const Info = { EXPORT: 0, BLOCK_SIZE: 3 } as const;
const HAS_FLAGS = 1;
const SEND_FLUSH = 4;
const Command = { READ: 0, WRITE: 1, DISCONNECT: 2, FLUSH: 3 } as const;
const EINVAL = 22;

const REQUEST_BYTES = 28;
const OPTION_BYTES = 16;
const PREFERRED_BLOCK = 4096;
const LARGEST_BLOCK = 32 * 1024 * 1024;

/** What the disk is asked for, when somebody listens. 'flushed' is a flush that is done and not answered. */
export type Moment = 'read' | 'write' | 'flush' | 'flushed';

export interface NbdOptions {
  readonly path: string;
  readonly disk: PowerDisk;
  /** How late this answer is. {unit ms} */
  readonly latency: () => number;
  readonly onMoment: (moment: Moment) => void;
}

interface Reader {
  /** Exactly so many bytes; undefined at the end. */
  take(length: number): Promise<Buffer | undefined>;
}

function reader(socket: Socket): Reader {
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  return {
    async take(length) {
      const parts = [rest];
      let have = rest.length;
      while (have < length) {
        const { done, value } = await chunks.next();
        if (done === true) {
          return undefined;
        }
        parts.push(value);
        have += value.length;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts);
      rest = all.subarray(length);
      return all.subarray(0, length);
    },
  };
}

export class NbdServer {
  readonly #options: NbdOptions;
  readonly #server: Server;
  #unanswered = 0;
  #failure: Error | undefined;

  private constructor(options: NbdOptions) {
    this.#options = options;
    this.#server = createServer((socket) => {
      // A killed emulator resets it; what was on its way then is lost, as it should be.
      socket.on('error', () => socket.destroy());
      this.#serve(socket).catch((error: unknown) => {
        if (!socket.destroyed) {
          this.#failure ??= error instanceof Error ? error : new Error(String(error));
        }
        socket.destroy();
      });
    });
  }

  static async listen(options: NbdOptions): Promise<NbdServer> {
    const made = new NbdServer(options);
    await new Promise<void>((resolve, reject) => {
      made.#server.once('error', reject);
      made.#server.listen(options.path, resolve);
    });
    return made;
  }

  /** Requests that have arrived and are not answered. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Something the emulator said that is no such protocol. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(socket: Socket): Promise<void> {
    const from = reader(socket);
    if (!(await this.#handshake(socket, from))) {
      socket.end();
      return;
    }
    for (;;) {
      const request = await from.take(REQUEST_BYTES);
      if (request === undefined || request.readUInt16BE(6) === Command.DISCONNECT) {
        socket.end();
        return;
      }
      if (request.readUInt32BE(0) !== REQUEST_MAGIC) {
        throw new Error(`a request begins with ${request.toString('hex', 0, 4)}`);
      }
      const type = request.readUInt16BE(6);
      const length = request.readUInt32BE(24);
      const data = type === Command.WRITE ? await from.take(length) : undefined;
      if (type === Command.WRITE && data === undefined) {
        return;
      }
      this.#take(socket, request, data);
    }
  }

  /** False when the client went away. */
  async #handshake(socket: Socket, from: Reader): Promise<boolean> {
    const hello = Buffer.alloc(18);
    hello.write(GREETING + OPTION_MAGIC, 'latin1');
    hello.writeUInt16BE(FIXED_NEWSTYLE | NO_ZEROES, 16);
    socket.write(hello);
    await from.take(4);
    for (;;) {
      const head = await from.take(OPTION_BYTES);
      if (head === undefined) {
        return false;
      }
      if (head.toString('latin1', 0, 8) !== OPTION_MAGIC) {
        throw new Error(`an option begins with ${head.toString('hex', 0, 8)}`);
      }
      const option = head.readUInt32BE(8);
      await from.take(head.readUInt32BE(12));
      const reply = (type: number, data: Buffer = Buffer.alloc(0)): void => {
        const about = Buffer.alloc(20);
        about.writeBigUInt64BE(OPTION_REPLY_MAGIC, 0);
        about.writeUInt32BE(option, 8);
        about.writeUInt32BE(type, 12);
        about.writeUInt32BE(data.length, 16);
        socket.write(Buffer.concat([about, data]));
      };
      if (option === Option.GO || option === Option.INFO) {
        reply(OptionReply.INFO, this.#export());
        reply(OptionReply.INFO, blockSizes());
        reply(OptionReply.ACK);
        if (option === Option.GO) {
          return true;
        }
      } else {
        reply(option === Option.ABORT ? OptionReply.ACK : OptionReply.UNSUPPORTED);
      }
    }
  }

  #export(): Buffer {
    const info = Buffer.alloc(12);
    info.writeUInt16BE(Info.EXPORT, 0);
    info.writeBigUInt64BE(BigInt(this.#options.disk.size), 2);
    info.writeUInt16BE(HAS_FLAGS | SEND_FLUSH, 10);
    return info;
  }

  #take(socket: Socket, request: Buffer, data: Buffer | undefined): void {
    const { disk, latency, onMoment } = this.#options;
    if (!disk.powered) {
      return;
    }
    const cookie = request.subarray(8, 16);
    const at = Number(request.readBigUInt64BE(16));
    this.#unanswered += 1;
    const answer = (
      error: number,
      content: Buffer = Buffer.alloc(0),
      before?: () => void,
    ): void => {
      setTimeout(() => {
        before?.();
        // Who was told before the cut was told; nobody is told after it.
        if (!disk.powered || socket.destroyed) {
          return;
        }
        this.#unanswered -= 1;
        const head = Buffer.alloc(16);
        head.writeUInt32BE(REPLY_MAGIC, 0);
        head.writeUInt32BE(error, 4);
        cookie.copy(head, 8);
        socket.write(Buffer.concat([head, content]));
      }, latency());
    };
    switch (request.readUInt16BE(6)) {
      case Command.READ:
        onMoment('read');
        answer(0, disk.read(at, request.readUInt32BE(24)));
        return;
      case Command.WRITE: {
        const write = disk.write(at, data ?? Buffer.alloc(0));
        onMoment('write');
        answer(0, undefined, () => {
          write.answered ||= disk.powered;
        });
        return;
      }
      case Command.FLUSH: {
        const done = disk.flush();
        onMoment('flush');
        answer(0, undefined, () => {
          done();
          onMoment('flushed');
        });
        return;
      }
      default:
        answer(EINVAL);
    }
  }
}

function blockSizes(): Buffer {
  const info = Buffer.alloc(14);
  info.writeUInt16BE(Info.BLOCK_SIZE, 0);
  info.writeUInt32BE(SECTOR, 2);
  info.writeUInt32BE(PREFERRED_BLOCK, 6);
  info.writeUInt32BE(LARGEST_BLOCK, 10);
  return info;
}
