// SPDX-License-Identifier: Apache-2.0
// The way to a core: typed, evented, abortable. Decides nothing about policy: the core does.
import { EventEmitter } from 'node:events';
import type {
  AuditHead,
  AuditHeadInput,
  Hold,
  Info,
  Read,
  ReadInput,
  Stats,
} from '../abi/generated/arguments.ts';
import { DEVICE_COUNT } from '../abi/generated/constants.ts';
import type { DeviceState } from '../abi/generated/state.ts';
import type { RecordReader } from '../abi/record-reader.ts';
import { batches } from './batches.ts';
import type { CallOptions } from './calls.ts';
import { ClosedError, StateError, VanishedError } from './errors.ts';
import { type Link, openLink } from './link.ts';
import { COUNTERS } from './native.ts';
import type { Counters, DevicePathEvents, DevicePathOptions, PathState } from './options.ts';
import { checkReconnect, type ReconnectOptions, reconnect } from './reconnect.ts';
import { type BatchHandler, RecordPump } from './record-pump.ts';
import {
  AUDIT_HEAD_GET,
  AUDIT_HEAD_SET,
  GET_STATE,
  HOLD_RELEASE,
  HOLD_SET,
  INFO,
  READ,
  STATS,
} from './shapes.ts';
import { Snapshot } from './snapshot.ts';
import { type Connection, StopControl } from './stop-control.ts';
import { Transactions } from './transactions.ts';

export class DevicePath extends EventEmitter<DevicePathEvents> implements AsyncDisposable {
  readonly path: string;
  readonly stopControl: StopControl;
  readonly transactions: Transactions;
  readonly #options: DevicePathOptions;
  readonly #pump: RecordPump | undefined;
  /** Replaced, never changed: a handler may take itself away. */
  #handlers: readonly BatchHandler[] = [];
  readonly #closing = new AbortController();
  /** Aborts when no record can come any more. */
  readonly #streaming = new AbortController();
  readonly #scratch = new Snapshot();
  #link: Link;
  #state: PathState = 'open';
  #batching = false;
  #referenced = true;

  static async open(options: DevicePathOptions): Promise<DevicePath> {
    if (typeof options.reconnect === 'object') {
      checkReconnect(options.reconnect);
    }
    return new DevicePath(await openLink(options, options.signal), options);
  }

  private constructor(link: Link, options: DevicePathOptions) {
    super();
    this.path = link.path;
    this.#options = options;
    this.#link = link;
    const connection = (): Connection => this.#connection();
    this.stopControl = new StopControl(connection);
    this.transactions = new Transactions(() => connection().caller);
    this.#pump =
      link.ringSize === 0
        ? undefined
        : new RecordPump(link, {
            loss: (loss) => this.emit('loss', loss),
            fault: (fault) => this.emit('fault', fault),
            failed: (error) => this.#onRingFailed(error),
          });
    this.#watch(link);
  }

  get state(): PathState {
    return this.#state;
  }
  /** As it was when the path was opened (again). */
  get info(): Info {
    return this.#link.info;
  }
  get hasRing(): boolean {
    return this.#pump !== undefined;
  }
  /** Records that did not arrive, in all. */
  get lost(): number {
    return this.#pump?.account.total ?? 0;
  }

  /** All states, without a system call. Give a snapshot to fill it again. */
  snapshot(into = new Snapshot()): Snapshot {
    this.#connection().native.snapshot(into.bytes);
    return into;
  }

  async fetchInfo(options?: CallOptions): Promise<Info> {
    return await this.#connection().caller.perform(INFO, undefined, options);
  }
  async stats(options?: CallOptions): Promise<Stats> {
    return await this.#connection().caller.perform(STATS, undefined, options);
  }
  /** By a call; snapshot() is 50 times as fast. */
  async states(
    first = 0,
    count = DEVICE_COUNT - first,
    options?: CallOptions,
  ): Promise<DeviceState[]> {
    const { caller } = this.#connection();
    return [...(await caller.perform(GET_STATE, { first, count }, options)).states];
  }
  /** Reads a register of the hardware. */
  async read(input: ReadInput, options?: CallOptions): Promise<Read> {
    return await this.#connection().caller.perform(READ, input, options);
  }
  async setHold(device: number, options?: CallOptions): Promise<Hold> {
    return await this.#connection().caller.perform(HOLD_SET, { device }, options);
  }
  async releaseHold(device: number, options?: CallOptions): Promise<Hold> {
    return await this.#connection().caller.perform(HOLD_RELEASE, { device }, options);
  }
  async auditHead(options?: CallOptions): Promise<AuditHead> {
    return await this.#connection().caller.perform(AUDIT_HEAD_GET, undefined, options);
  }
  async setAuditHead(input: AuditHeadInput, options?: CallOptions): Promise<AuditHead> {
    return await this.#connection().caller.perform(AUDIT_HEAD_SET, input, options);
  }

  counters(): Counters {
    const values = new Float64Array(COUNTERS);
    this.#connection().native.counters(values);
    const [records = 0, bytes = 0, corrupt = 0, wakes = 0, polled = 0, phases = 0, calls = 0] =
      values;
    const unread = values[COUNTERS - 1] ?? 0;
    return {
      records,
      bytes,
      corrupt,
      wakes,
      polled,
      phases,
      callsUnderWay: calls,
      unread,
      lost: this.lost,
    };
  }

  /**
   * Calls @handler with a cursor at the beginning of each batch; it is good until the handler
   * returns. The answer takes the handler away. As long as there is one, records are drained.
   */
  onRecords(handler: BatchHandler): () => void {
    const pump = this.#requireRing();
    if (this.#batching) {
      throw new StateError('records go to batches(): end it first');
    }
    // Its own function, so that the same handler may be there twice.
    const own: BatchHandler = (reader) => handler(reader);
    this.#handlers = [...this.#handlers, own];
    if (this.#handlers.length === 1) {
      pump.deliverTo((reader) => this.#deliver(reader));
    }
    return () => {
      const before = this.#handlers.length;
      this.#handlers = this.#handlers.filter((h) => h !== own);
      if (before === 1 && this.#handlers.length === 0) {
        pump.deliverTo(undefined);
      }
    };
  }

  /** The same, one batch at a time: what is not asked for stays in the ring. */
  async *batches({ signal }: CallOptions = {}): AsyncGenerator<RecordReader, void, undefined> {
    const pump = this.#requireRing();
    if (this.#batching || this.#handlers.length > 0) {
      throw new StateError('records go to another reader already');
    }
    this.#batching = true;
    try {
      yield* batches({ pump, ended: this.#streaming.signal }, signal);
    } finally {
      this.#batching = false;
    }
  }

  /** Whether being open keeps the process alive. */
  ref(): this {
    this.#referenced = true;
    this.#link.native.ref();
    return this;
  }
  unref(): this {
    this.#referenced = false;
    this.#link.native.unref();
    return this;
  }

  /** Idempotent. A deadman that is armed latches. Calls that have begun are still answered. */
  close(): void {
    if (this.#state === 'closed') {
      return;
    }
    this.#pump?.end();
    this.#link.native.close();
    this.#setState('closed');
    this.#handlers = [];
    this.#closing.abort(new ClosedError());
    this.#streaming.abort(this.#closing.signal.reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #connection(): Connection {
    if (this.#state === 'closed') {
      throw new ClosedError();
    }
    if (this.#state === 'vanished') {
      throw new VanishedError(this.path);
    }
    return this.#link;
  }

  #requireRing(): RecordPump {
    this.#connection();
    if (this.#pump === undefined) {
      throw new StateError(`${this.path} was opened without a ring: give a ringSize`);
    }
    return this.#pump;
  }

  #deliver(reader: RecordReader): void {
    const handlers = this.#handlers;
    const bytes = reader.end;
    for (let i = 0; i < handlers.length; i++) {
      reader.rewind(bytes);
      handlers[i]?.(reader);
    }
  }

  #watch(link: Link): void {
    link.native.watch(
      () => this.#pump?.onReadable(),
      () => this.#onStop(link),
      () => this.#onGone(link),
    );
    if (!this.#referenced) {
      link.native.unref();
    }
  }

  #onStop(link: Link): void {
    link.native.snapshot(this.#scratch.bytes);
    this.emit('stop', this.#scratch.stop);
  }

  #onRingFailed(error: unknown): void {
    // A device that has gone says so itself.
    if (!(error instanceof VanishedError)) {
      this.emit('error', error);
    }
  }

  #onGone(link: Link): void {
    if (this.#state !== 'open') {
      return;
    }
    // The maps stay readable: its last words are worth having.
    if (this.#batching) {
      this.#pump?.keepRest();
    } else {
      this.#pump?.drainRest();
    }
    this.#pump?.end();
    link.caller.vanished();
    link.native.close();
    const { reconnect: wanted = false } = this.#options;
    this.#setState('vanished');
    if (this.#isClosed()) {
      return;
    }
    if (wanted === false) {
      this.#streaming.abort(new VanishedError(this.path));
    } else {
      this.#comeBack(wanted === true ? {} : wanted);
    }
  }

  #comeBack(options: ReconnectOptions): void {
    const { signal } = this.#closing;
    const failed = (error: unknown, attempt: number): void => {
      this.emit('reconnecting', error, attempt);
    };
    reconnect(this.#options, options, signal, failed).then(
      (link) => this.#onReconnected(link),
      (error: unknown) => {
        // Closed meanwhile: that ends the attempts. Anything else is a mistake of ours.
        if (!signal.aborted) {
          this.emit('error', error);
        }
      },
    );
  }

  #onReconnected(link: Link): void {
    if (this.#state !== 'vanished') {
      link.native.close();
      return;
    }
    const same = link.info.instanceId === this.#link.info.instanceId;
    this.#link = link;
    this.#watch(link);
    this.#pump?.replaceLink(link, same);
    this.#setState('open');
    this.emit('reconnected', link.info, same);
  }

  #setState(state: PathState): void {
    const before = this.#state;
    this.#state = state;
    this.emit('state', state, before);
  }
}
