// SPDX-License-Identifier: Apache-2.0
// A stop orchestrator over a fake kernel, fake tracks and virtual time.
import { sign } from 'node:crypto';
import type { Approval, Directory } from '../../../../src/core/canonical/approval.ts';
import { type ResetDecision, resetBytes } from '../../../../src/core/canonical/reset-decision.ts';
import type { Latch } from '../../../../src/core/machines/stop.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import type { AuditClass, AuditEntry, AuditReceipt } from '../../../../src/core/ports/audit-log.ts';
import type { DeliveryClass, Publication } from '../../../../src/core/ports/event-log.ts';
import type { BeatState } from '../../../../src/orchestrator/stop/heartbeat.ts';
import type { Label } from '../../../../src/orchestrator/stop/labels.ts';
import { openStop } from '../../../../src/orchestrator/stop/open.ts';
import type { StopParty } from '../../../../src/orchestrator/stop/ports.ts';
import { DIRECTORY, type Signer } from '../../core/canonical/people.ts';
import { VirtualTime } from '../virtual-time.ts';
import { FakeKernel } from './fake-kernel.ts';

const RECEIPT: AuditReceipt = { index: 0, leafHash: '' };

/** A track that answers when it is told to. */
export class FakeParty implements StopParty {
  readonly name: string;
  hangs = false;
  readonly told: number[] = [];
  #answer: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  stopped(epoch: number): Promise<void> {
    this.told.push(epoch);
    return this.hangs ? new Promise((resolve) => this.#answer.push(resolve)) : Promise.resolve();
  }

  /** The last one it was asked for; with @first, the first. */
  answer(first = false): void {
    (first ? this.#answer.shift() : this.#answer.pop())?.();
  }
}

export interface RigOptions {
  readonly latch?: Latch;
  readonly settleMs?: number;
  readonly before?: (rig: { kernel: FakeKernel; security: FakeParty; ui: FakeParty }) => void;
}

const OPEN: Label = { clearance: ClearanceLevel.NONE, compartments: [] };

export function setUp({ latch = 'RUN', before, settleMs }: RigOptions = {}) {
  const time = new VirtualTime();
  const kernel = new FakeKernel(time, latch);
  const security = new FakeParty('security');
  const ui = new FakeParty('interface');
  before?.({ kernel, security, ui });
  const order: string[] = [];
  const told: [Publication, DeliveryClass][] = [];
  const recorded: [AuditEntry, AuditClass][] = [];
  const problems: unknown[] = [];
  const refusals: [string, string | null][] = [];
  const beats: BeatState[] = [];
  const helper = { asked: 0 };
  const audit = { append: (): Promise<AuditReceipt> => Promise.resolve(RECEIPT) };
  const people: { directory: Directory } = { directory: DIRECTORY };
  const labels = new Map<string, Label>();
  const well: { problem: string | null } = { problem: null };
  let nonce = 0;
  const parts = openStop({
    kernel,
    deadman: kernel,
    parties: [security, ui],
    coordinator: { stop: () => order.push('coordinator') },
    lastResort: () => {
      helper.asked++;
    },
    labelOf: (device) => labels.get(device) ?? OPEN,
    events: {
      publish: (publication, delivery) => {
        order.push('event');
        told.push([publication, delivery]);
      },
    },
    audit: {
      durable: true,
      append: (entry, auditClass) => {
        order.push('audit');
        recorded.push([entry, auditClass]);
        return audit.append();
      },
    },
    clock: time,
    timers: time,
    ...(settleMs !== undefined && { settleMs }),
    onResetRefused: (error, principal) => refusals.push([error.refusal, principal]),
    periodMs: 1_000,
    beatMs: 200,
    checks: [{ name: 'test', problem: () => well.problem }],
    onBeat: (state) => beats.push(state),
    directory: () => people.directory,
    resetDemand: { clearance: ClearanceLevel.SECRET, compartments: [] },
    random: (count) => Buffer.alloc(count, (++nonce).toString(16).padStart(8, '0')),
    onProblem: (error) => problems.push(error),
  });
  const { stop, reset, heartbeat } = parts;
  const take = (by: Signer, decision: ResetDecision = reset.offer()) =>
    reset.take(decision.nonce, signed(by, decision));
  const world = {
    time,
    kernel,
    security,
    ui,
    order,
    told,
    recorded,
    problems,
    beats,
    helper,
    refusals,
    labels,
  };
  return { ...world, ...parts, stop, reset, heartbeat, take, audit, people, well };
}

export function signed(by: Signer, decision: ResetDecision): Approval {
  return { keyId: by.keyId, signature: sign(null, resetBytes(decision), by.privateKey) };
}

export type Rig = ReturnType<typeof setUp>;
