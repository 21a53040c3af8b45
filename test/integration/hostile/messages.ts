// SPDX-License-Identifier: Apache-2.0
// Protocol buffers that nobody should send: by the .proto files' own types, and against them.
import type protobuf from 'protobufjs';
import type { Chance } from '../../crash/daemon/chance.ts';

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const GROUP = 3;
const FIXED32 = 5;
const WIRE_TYPES = [VARINT, FIXED64, BYTES, GROUP, 4, FIXED32, 6, 7];
/** Numbers at which something ends. */
const EDGES = [
  0n,
  1n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 64n - 1n,
];
const NAMES = [
  '__proto__',
  'constructor',
  '',
  '../../etc/passwd',
  '\u0000',
  '🛑'.repeat(40),
  'toString',
];
const DEPTH_MAX = 4;
const LONG = 1 << 20;
/** What repeats does so up to there. {unit bytes} */
const ENOUGH = 100_000;

export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | 128);
  }
  return Buffer.from([...bytes, Number(rest)]);
}

const tag = (id: number, wireType: number): Buffer => varint(BigInt(id) * 8n + BigInt(wireType));

function delimited(id: number, payload: Uint8Array): Buffer {
  return Buffer.concat([tag(id, BYTES), varint(BigInt(payload.length)), payload]);
}

export class Messages {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  #of<T>(list: readonly T[]): T {
    return list[this.#chance(list.length)] as T;
  }

  #random(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.#chance(most) }, () => this.#chance(256)));
  }

  #text(): Buffer {
    const kind = this.#chance(40);
    if (kind === 0) {
      return Buffer.alloc(LONG, 'x');
    }
    if (kind === 1) {
      return Buffer.alloc(60_000, 'y');
    }
    return kind < 10 ? this.#random(40) : Buffer.from(this.#of(NAMES));
  }

  #scalar(field: protobuf.Field): Buffer {
    const { id, type } = field;
    switch (type) {
      case 'string':
      case 'bytes':
        return delimited(id, this.#text());
      case 'double':
      case 'fixed64':
      case 'sfixed64':
        return Buffer.concat([tag(id, FIXED64), Buffer.alloc(8, this.#chance(256))]);
      case 'float':
      case 'fixed32':
      case 'sfixed32':
        return Buffer.concat([tag(id, FIXED32), Buffer.alloc(4, this.#chance(256))]);
      default:
        // Of enumerations, too: most of these numbers are no member.
        return Buffer.concat([tag(id, VARINT), varint(this.#of(EDGES))]);
    }
  }

  /** A message of @type, with whatever values. */
  of(type: protobuf.Type, depth = 0): Buffer {
    const parts: Buffer[] = [];
    for (const field of type.fieldsArray) {
      const times = this.#of([0, 1, 1, 1, 2, field.repeated ? 300 : 1]);
      let size = 0;
      for (let n = 0; n < times && size < ENOUGH; n++) {
        const part = this.#field(field, depth);
        size += part.length;
        parts.push(part);
      }
    }
    return Buffer.concat(this.#chance(4) === 0 ? parts.reverse() : parts);
  }

  #field(field: protobuf.Field, depth: number): Buffer {
    const { id, resolvedType } = field.resolve();
    const inner = resolvedType !== null && 'fieldsArray' in resolvedType ? resolvedType : undefined;
    if (inner === undefined || field.map) {
      return field.map
        ? delimited(id, Buffer.concat([delimited(1, this.#text()), delimited(2, this.#text())]))
        : this.#scalar(field);
    }
    return delimited(
      id,
      depth < DEPTH_MAX && this.#chance(depth + 1) === 0
        ? this.of(inner, depth + 1)
        : this.#random(20),
    );
  }

  /** @bytes of a message, done harm to. */
  spoilt(bytes: Buffer): Buffer {
    const at = this.#chance(bytes.length + 1);
    const id = 1 + this.#chance(40);
    switch (this.#chance(12)) {
      case 0:
        return bytes.subarray(0, at);
      case 1:
        return Buffer.concat([bytes.subarray(0, at), this.#random(30), bytes.subarray(at)]);
      case 2:
        return Buffer.concat([bytes, bytes]);
      case 3:
        // Groups in groups, of which none ends.
        return Buffer.concat([bytes, Buffer.alloc(60_000, tag(15, GROUP))]);
      case 4:
        return Buffer.concat([bytes, this.#nested(id, 5_000)]);
      case 5:
        return Buffer.concat([bytes, tag(id, BYTES), varint(this.#of(EDGES))]);
      case 6:
        return Buffer.concat([bytes, tag(id, this.#of(WIRE_TYPES)), this.#random(12)]);
      case 7:
        return Buffer.concat([bytes, Buffer.alloc(1 + this.#chance(40), 0xff)]);
      case 8:
        return Buffer.concat([bytes, delimited(536_870_911, this.#text())]);
      case 9:
        return Buffer.concat([tag(0, this.#of(WIRE_TYPES)), bytes]);
      case 10: {
        const copy = Buffer.from(bytes);
        for (let n = 0; n < 1 + this.#chance(4) && copy.length > 0; n++) {
          copy[this.#chance(copy.length)] = this.#chance(256);
        }
        return copy;
      }
      default:
        return bytes;
    }
  }

  /** As many lengths around each other as there is room for. */
  #nested(id: number, depth: number): Buffer {
    const heads: Buffer[] = [];
    let size = 0;
    for (let n = 0; n < depth && size < 50_000; n++) {
      const head = Buffer.concat([tag(id, BYTES), varint(BigInt(size))]);
      heads.push(head);
      size += head.length;
    }
    return Buffer.concat(heads.reverse());
  }
}
