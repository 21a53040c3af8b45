// SPDX-License-Identifier: Apache-2.0
// Faults that a daemon could have, each as a change of its source, with the strikes under which it shows
// and the words that have to be said of it.

export interface Fault {
  readonly name: string;
  readonly file: string;
  /** Is there once, else the fault is not one of this source any more. */
  readonly was: string;
  readonly is: string;
  /** As main.ts takes them. */
  readonly strikes: readonly string[];
  readonly says: RegExp;
}

const COMMIT = 'src/orchestrator/commit/one-commit.ts';
const RECOVERY = 'src/orchestrator/commit/recovery.ts';
const LATCH = 'src/daemon/stop/device-latch.ts';

const AFTER_COMMIT = ['kill after device TX_COMMIT'];

export const FAULTS: readonly Fault[] = [
  {
    name: 'the commit is sent before the MAY_COMMIT record is durable',
    file: COMMIT,
    was: 'await unlessAborted(this.#life.signal, allowing);',
    is: 'allowing.catch(() => undefined);\n      await kernel.commit(this.#id, this.#transaction);',
    strikes: ['kill before store journal.mayCommit', ...AFTER_COMMIT],
    says: /in the kernel, and in no journal|an effect without an intent/,
  },
  {
    name: 'the MAY_COMMIT record names another device',
    file: COMMIT,
    was: 'transaction: this.#transaction,\n      kernelInstance',
    is:
      'transaction: { ...this.#transaction, effects: this.#transaction.effects.map((one) => ({ ...one, ' +
      'device: one.device === 0x8014 ? 0x8015 : one.device })) },\n      kernelInstance',
    strikes: AFTER_COMMIT,
    says: /an effect without an intent/,
  },
  {
    name: 'the record that allows a commit leaves no intent',
    file: 'src/journal/transactions.ts',
    was: "await this.#lines.writeWith('mayCommit', line, intentEntry(record));",
    is: "await this.#lines.writeWith('mayCommit', line, { ...intentEntry(record), kind: 'other' });",
    strikes: AFTER_COMMIT,
    says: /an effect without an intent/,
  },
  {
    name: 'COMPLETED is answered before the kernel has committed',
    file: COMMIT,
    was: 'return await this.#commit();',
    is:
      'setTimeout(() => this.#commit().catch(() => undefined), 300);\n    ' +
      "return { end: { kind: 'COMMITTED', id: this.#id, answer: prepared }, outcome: undefined, cleanUp: undefined };",
    strikes: ['kill before device TX_COMMIT'],
    says: /answered COMPLETED/,
  },
  {
    name: 'recovery commits what is prepared',
    file: RECOVERY,
    was: 'const answer = await askKernel(this.#parts, id);',
    is:
      'await this.#parts.kernel.commit(id, record.transaction);\n' +
      '      const answer = await askKernel(this.#parts, id);',
    strikes: ['kill after store journal.mayCommit'],
    says: /a start calls TX_COMMIT/,
  },
  {
    name: 'recovery leaves what was prepared without a record',
    file: RECOVERY,
    was: "listed === 'PREPARED' ? (await kernel.abort(id)).outcome : listed",
    is: 'listed',
    strikes: ['kill after device TX_PREPARE'],
    says: /prepared after the start|in the kernel, and in no journal/,
  },
  {
    name: 'recovery decides nothing',
    file: RECOVERY,
    was: 'await this.#decideAll(undecided);',
    is: '[] as readonly Recovered[];',
    strikes: AFTER_COMMIT,
    says: /undecided|in the kernel, and in no journal/,
  },
  {
    name: 'recovery takes half a commit for a whole one',
    file: 'src/orchestrator/commit/read-back.ts',
    was: "return unchanged ? 'ABORT' : 'HEURISTIC';",
    is: "return unchanged ? 'ABORT' : 'COMMIT';",
    strikes: ['loss before device TX_COMMIT'],
    says: /half done and not on hold/,
  },
  {
    name: 'recovery puts nothing on hold',
    file: RECOVERY,
    was: 'await this.#parts.kernel.hold(device);',
    is: 'void device;',
    strikes: ['loss before device TX_COMMIT'],
    says: /half done and not on hold/,
  },
  {
    name: 'recovery tells what was committed as failed',
    file: 'src/orchestrator/operations/recovery.ts',
    was: "return 'COMMITTED';",
    is: "return { cause: 'ABORTED', message: '' };",
    strikes: ['kill after store journal.outcome'],
    says: /answered FAILED and there|and later told as FAILED/,
  },
  {
    name: 'the end of an operation is written down before its outcome',
    file: 'src/orchestrator/operations/ender.ts',
    was: 'if (!(await recorded)) {',
    is: 'if (recorded === undefined) {',
    strikes: ['kill after store journal.ended'],
    says: /has its end in the journal, and no outcome/,
  },
  {
    name: 'the deadman is never armed',
    file: LATCH,
    was: 'this.#device.stopControl.armDeadman(periodMs);',
    is: 'void periodMs;',
    strikes: AFTER_COMMIT,
    says: /serves without a deadman/,
  },
  {
    name: 'the deadman is taken off while it works',
    file: LATCH,
    was:
      'this.#device.stopControl.armDeadman(periodMs);\n  }\n\n  beat(): void {\n' +
      '    this.#device.stopControl.beatDeadman();',
    is:
      'this.#device.stopControl.armDeadman(periodMs);\n' +
      '    this.#device.stopControl.disarmDeadman();\n  }\n\n  beat(): void {',
    strikes: AFTER_COMMIT,
    says: /serves without a deadman/,
  },
  {
    name: 'a start resets the stop',
    file: 'src/tracks/kernel/resource.ts',
    was: 'checkTransactionVersion(txAbiVersion);',
    is:
      'checkTransactionVersion(txAbiVersion);\n' +
      '  const control = (path as unknown as { stopControl: import("../../device/stop-control.ts").StopControl }).stopControl;\n' +
      '  for (let n = 0n; n < 200n; n++) {\n    try {\n' +
      '      await control.resetConfirm(n, (await control.resetRequest(n)).nonce);\n      await control.start(n);\n' +
      '    } catch {\n      continue;\n    }\n  }',
    strikes: AFTER_COMMIT,
    says: /the stop was lost/,
  },
  {
    name: 'a stop is answered and does not latch',
    file: LATCH,
    was: 'return Number(this.#device.stopControl.stop(detail).generation);',
    is: 'void detail;\n    return Number(this.#device.snapshot(this.#page).stop.generation);',
    strikes: ['nothing'],
    says: /a stop answered/,
  },
  {
    name: 'it goes on when its kernel is gone',
    file: 'src/daemon/dsmild.ts',
    was: "if (state === 'vanished') {",
    is: "if (state === 'vanished' && Date.now() < 0) {",
    strikes: ['loss after device DEADMAN_BEAT'],
    says: /it goes on/,
  },
];
