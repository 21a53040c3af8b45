// SPDX-License-Identifier: Apache-2.0
// The emergency stop over kernel, tracks and coordinator. The kernel's latch comes first, here and
// now; everything after it only finds out whether all have heard. The state is core's machine's.
import type { StopState } from '../../core/machines/stop.ts';
import {
  RESET_WINDOW_MS,
  SETTLE_LIMIT_MS,
  type StopControl,
  type StopInput,
  type StopRefusal,
  type StopStep,
  stepStop,
  stopControlAtStart,
} from '../../core/machines/stop-control.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Coordinator } from '../../core/ports/commit.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { HOST_TIMERS } from './host-timers.ts';
import type { LabelOf } from './labels.ts';
import type { KernelLatch, LatchView, StopParty, Timers } from './ports.ts';
import { KERNEL_NAME, ReadBack } from './read-back.ts';
import { type Happening, StopNews } from './stop-news.ts';

export interface StopOptions {
  readonly kernel: KernelLatch;
  /** Beside the kernel: the security and the interface track. */
  readonly parties: readonly StopParty[];
  /** Aborts what may still be aborted; waits for nothing. */
  readonly coordinator: Pick<Coordinator, 'stop'>;
  /** Asks the helper to latch, when no way of our own led to the kernel. */
  readonly lastResort: () => void;
  /** What it takes to know of a device. */
  readonly labelOf: LabelOf;
  readonly events: EventLog;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly timers?: Timers;
  /** From the stop to LATCHED_DEGRADED; no more than the machine's own limit counts. {unit ms} */
  readonly settleMs?: number;
  /** What goes wrong beside: the stop goes on. */
  readonly onProblem: (error: unknown) => void;
}

export interface StopTaken {
  /** Whether the kernel has latched; false is tried again, and said as an emergency. */
  readonly latched: boolean;
  readonly epoch: number;
  /** What kept the kernel from latching; null when it has. */
  readonly problem: unknown;
}

/** Of a stop's reason, in UTF-16 units; the kernel keeps less. */
const REASON_MAX = 256;
/** Between two tries to latch a kernel that could not be reached. {unit ms} */
const INSIST_MS = 20;

export class StopOrchestrator {
  readonly #options: StopOptions;
  readonly #timers: Timers;
  readonly #news: StopNews;
  readonly #acknowledgements: Acknowledgements;
  readonly #readBack: ReadBack;
  readonly #unsubscribe: () => void;
  #control: StopControl;
  #instance: string | null;
  #listeners: readonly ((control: StopControl) => void)[] = [];
  /** Detail of a stop that the kernel has not taken. */
  #unlatched: string | null = null;
  /** Two persons and a start have asked the kernel for RUN, and its answer is not there. */
  #starting = false;
  #readable = true;
  #wake: (() => void) | undefined;
  #insist: (() => void) | undefined;

  constructor(options: StopOptions) {
    this.#options = options;
    const { kernel, parties, clock, onProblem, timers = HOST_TIMERS } = options;
    this.#timers = timers;
    this.#news = new StopNews({ ...options, timers });
    const acknowledged = (epoch: number, who: string): void => {
      this.step({ kind: 'ACKNOWLEDGED', epoch, who });
    };
    this.#acknowledgements = new Acknowledgements({ parties, timers, acknowledged, onProblem });
    const missing = (): readonly string[] => this.#control.missing;
    this.#readBack = new ReadBack({ kernel, timers, missing, safe: acknowledged });
    const view = kernel.view();
    this.#instance = view?.instance ?? null;
    this.#control = stopControlAtStart(view?.latch ?? 'UNKNOWN', view?.epoch ?? 0, clock.boot());
    this.#readable = view !== undefined;
    if (this.#control.state !== 'RUN') {
      // Nobody has said to this process that it is safe: they are asked.
      this.#begin(this.#control.epoch, 'system', { why: 'latched at the start', ...causeOf(view) });
    }
    this.#unsubscribe = kernel.subscribe(() => this.look());
  }

  /** What time has made of it, too: a timer that is late opens nothing. */
  get control(): StopControl {
    return this.#next(this.#control, { kind: 'TICK' }).control;
  }

  get state(): StopState {
    return this.control.state;
  }

  /** Whether effects may begin, by the machine and by the kernel: to be asked at the moment of use. */
  get running(): boolean {
    return (
      this.#unlatched === null &&
      this.#control.state === 'RUN' &&
      this.#options.kernel.view()?.latch === 'RUN'
    );
  }

  /** A stop that the kernel has not taken: the deadman must get no beat while there is one. */
  get unlatched(): boolean {
    return this.#unlatched !== null;
  }

  /**
   * Everything stops. Needs nothing, waits for nothing, never throws. @by: a person, a service, or
   * 'system'; with @reason it is cut to what the kernel keeps.
   */
  stop(by: string, reason: string): StopTaken {
    // A record and an event must be able to hold it, whatever somebody wrote.
    const why = String(reason).slice(0, REASON_MAX).toWellFormed();
    const detail = `${by}: ${why}`;
    const { latched, epoch, problem } = this.#latch(detail);
    this.#unlatched = latched ? null : detail;
    this.#begin(epoch, by, { why, latched });
    if (!latched) {
      this.#onUnlatched(by, problem);
    }
    return { latched, epoch, problem };
  }

  /** Looks at the kernel: a stop may have come another way. Cheap; also to be called with each beat. */
  look(): void {
    const view = this.#options.kernel.view();
    if (view === undefined) {
      this.#onUnreadable();
      return;
    }
    this.#readable = true;
    if (view.latch !== 'RUN') {
      this.#unlatched = null;
    }
    if (view.instance !== this.#instance) {
      this.#onOtherKernel(view);
    } else if (
      view.epoch > this.#control.epoch ||
      (view.latch !== 'RUN' && this.#control.state === 'RUN')
    ) {
      this.#begin(view.epoch, 'kernel', causeOf(view));
    }
    if (view.latch === 'RUN' && this.#control.state !== 'RUN' && !this.#starting) {
      this.#news.tell('foreign_start', this.#control, 'kernel');
      this.stop('orchestrator', 'start without persons');
    }
  }

  /** The machine takes @input; why not, or null. For the steps of a reset. */
  step(input: StopInput, actor = 'system'): StopRefusal | null {
    const before = this.#control;
    const { control, refusal } = this.#next(before, input);
    this.#control = control;
    this.#armTimer();
    if (control.state !== before.state || control.epoch !== before.epoch) {
      this.#onChange(before.state, control, actor);
    }
    return refusal;
  }

  /** While @action asks the kernel for RUN, RUN in the kernel is nobody else's doing. */
  async whileStarting<T>(action: () => Promise<T>): Promise<T> {
    this.#starting = true;
    try {
      return await action();
    } finally {
      this.#starting = false;
    }
  }

  /** Hears of each change of the state, in the turn in which it happens; the stop comes first. */
  subscribe(listener: (control: StopControl) => void): () => void {
    const own = (control: StopControl): void => listener(control);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== own);
    };
  }

  /** Idempotent. The latch stays as it is. */
  close(): void {
    this.#unsubscribe();
    this.#acknowledgements.end();
    this.#readBack.end();
    this.#wake?.();
    this.#insist?.();
    this.#news.flush();
  }

  #latch(detail: string): StopTaken {
    try {
      const epoch = this.#options.kernel.stop(detail);
      return { latched: true, epoch, problem: null };
    } catch (problem) {
      return { latched: false, epoch: this.#control.epoch, problem };
    }
  }

  #begin(epoch: number, by: string, details: Readonly<Record<string, string | boolean>>): void {
    const { kernel, parties, coordinator, onProblem } = this.#options;
    const names = parties.map(({ name }) => name);
    const missing = [KERNEL_NAME, ...names, ...(kernel.unsafe() ?? [])];
    this.step({ kind: 'STOP', epoch, missing }, by);
    try {
      coordinator.stop();
    } catch (error) {
      onProblem(error);
    }
    // A stop that came before counts no more, and its acknowledgements neither.
    const { epoch: present } = this.#control;
    this.#acknowledgements.tell(present);
    this.#readBack.begin(present);
    const told = this.#control;
    this.#timers.turn(() => this.#news.tell('stopping', told, by, details));
  }

  #onUnlatched(by: string, problem: unknown): void {
    const { lastResort, onProblem } = this.#options;
    try {
      lastResort();
    } catch (error) {
      onProblem(error);
    }
    onProblem(problem);
    this.#news.tell('unlatched', this.#control, by, { problem: String(problem) });
    this.#keepTrying();
  }

  /** Until it is latched: by us, or by whoever else. */
  #keepTrying(): void {
    this.#insist?.();
    this.#insist = this.#timers.after(INSIST_MS, () => {
      const detail = this.#unlatched;
      if (detail === null) {
        return;
      }
      const { latched, epoch } = this.#latch(detail);
      if (latched) {
        this.#unlatched = null;
        this.#begin(epoch, 'system', { why: detail, latched });
      } else {
        this.#keepTrying();
      }
    });
  }

  #onUnreadable(): void {
    if (this.#readable) {
      this.#readable = false;
      this.#begin(this.#control.epoch, 'system', { why: 'the latch cannot be read' });
    }
  }

  /** Epochs of another kernel begin anew, and everything that was known of the old one is void. */
  #onOtherKernel(view: LatchView): void {
    this.#instance = view.instance;
    this.#control = stopControlAtStart('UNKNOWN', view.epoch, this.#options.clock.boot());
    this.#begin(view.epoch, 'kernel', { why: 'another kernel', ...causeOf(view) });
  }

  #next(control: StopControl, input: StopInput): StopStep {
    return stepStop(control, input, this.#options.clock.boot(), this.#settleMs);
  }

  get #settleMs(): number {
    return this.#options.settleMs ?? SETTLE_LIMIT_MS;
  }

  #armTimer(): void {
    this.#wake?.();
    this.#wake = undefined;
    const { state, since } = this.#control;
    const limits: Partial<Record<StopState, number>> = {
      STOPPING: Math.min(this.#settleMs, SETTLE_LIMIT_MS),
      RESET_PENDING: RESET_WINDOW_MS,
      READY: RESET_WINDOW_MS,
    };
    const limit = limits[state];
    if (limit !== undefined) {
      // The clock may be a little behind the timer: then there is another.
      const left = Math.max(1, since + limit - this.#options.clock.boot());
      this.#wake = this.#timers.after(left, () => this.step({ kind: 'TICK' }));
    }
  }

  #onChange(before: StopState, control: StopControl, actor: string): void {
    for (const listener of this.#listeners) {
      try {
        listener(control);
      } catch (error) {
        this.#options.onProblem(error);
      }
    }
    const what = happening(before, control.state);
    if (what !== null) {
      this.#timers.turn(() => this.#news.tell(what, control, actor));
    }
  }
}

/** What there is to tell of a change; a stop that begins is told by who begins it. */
function happening(before: StopState, after: StopState): Happening | null {
  switch (after) {
    case 'STOPPING':
      return null;
    case 'RESET_PENDING':
      return 'reset_requested';
    case 'READY':
      return 'reset_confirmed';
    case 'RUN':
      return 'started';
    case 'LATCHED':
    case 'LATCHED_DEGRADED':
      if (before === 'RESET_PENDING' || before === 'READY') {
        return 'lapsed';
      }
      return after === 'LATCHED' ? 'settled' : 'degraded';
  }
}

function causeOf(view: LatchView | undefined): Readonly<Record<string, string>> {
  return { cause: view?.cause ?? 'UNREADABLE' };
}
