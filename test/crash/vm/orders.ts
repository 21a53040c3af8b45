// SPDX-License-Identifier: Apache-2.0
// What the host tells the writer at the moment at which the machine goes on.

export interface Orders {
  /** Appends that are under way at once, of units and of audit entries each. */
  readonly writers: number;
  /** Of what each unit adds besides. {unit bytes} */
  readonly payload: number;
  /** After so many acknowledged units everything is closed and opened again. */
  readonly life: number;
  /** A new folder is written to, so that the cut can fall into its making. */
  readonly fresh: boolean;
  /** Syncs of files whose path contains this are forgotten; '' is none. */
  readonly unsynced: string;
}

/** Where the writer works, below the disk's root. */
export function folderOf({ fresh }: Pick<Orders, 'fresh'>): string {
  return fresh ? 'fresh' : 'product';
}
