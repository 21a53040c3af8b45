// SPDX-License-Identifier: Apache-2.0
// What outlives a daemon, and can be taken from it: a kernel's part with its hardware. simulator.ts and
// module.ts are the two.

export interface Kernel {
  /** What a daemon opens. Of one that has been plugged. */
  readonly device: string;
  /** For strike.ts and strike.c: how it is lost. */
  readonly loss: Readonly<Record<string, string>>;
  readonly plugged: boolean;
  /** Longer than a daemon needs between two beats when it waits for a processor. {unit ms} */
  readonly deadmanMs: number;

  /** Another kernel, or the first: its registers are those of a first moment. */
  plug(): Promise<void>;
  /** What the hardware has, whatever a daemon thinks. */
  register(device: number, register: number): Promise<number>;
  /** The hardware has it, whoever wrote it. */
  setRegister(device: number, register: number, value: number): Promise<void>;
  /** What is written there takes so long, so that something can come in between. */
  slow(device: number, ms: number): Promise<void>;
  /** What is written there is not what is read back, and undoing it is no better: nobody can tell then. */
  breakOne(device: number): Promise<void>;
  /** Nothing is slow or broken. */
  mend(): Promise<void>;
  end(): Promise<void>;
}
