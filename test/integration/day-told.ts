// SPDX-License-Identifier: Apache-2.0
// What the day of a daemon must tell, on dsmil-sim and on the module alike.

export interface Told {
  readonly that: string;
  readonly says: readonly RegExp[];
}

export const DAY_TOLD: readonly Told[] = [
  {
    that: 'begins latched, and one person alone does not start it',
    says: [
      /ann signs the reset: RESET_PENDING/,
      /ann signs the second step too: reset refused, SAME_PERSON/,
      /bob signs it: READY/,
      /ann starts: RUN/,
    ],
  },
  {
    that: 'resets a device by two, and changes three devices or none',
    says: [
      /ann resets 0x8014 .*risk HIGH; bob confirmed, and signed/,
      /config0 of three devices to 7: all three/,
      /with a third that is read-only: nothing was changed: REGISTER_READ_ONLY/,
      /still 7, read back from the devices/,
    ],
  },
  {
    that: 'keeps on hold what nobody can tell, until two persons have signed',
    says: [
      /the last fails when the first is written: HEURISTIC/,
      /bob looks too and signs: on hold now: nothing/,
    ],
  },
  {
    that: 'voids an approval when the register moved',
    says: [/void: the safety version moved; he is asked anew/, /REFUSED_BY_PERSON/],
  },
  {
    that: 'stops in the middle and undoes what was begun',
    says: [
      /what was under way: EMERGENCY_STOPPED/,
      /config0 of the first device: 7, as before: undone/,
    ],
  },
  {
    that: 'latches when it is killed between intent and commit, and recovers',
    says: [
      /the daemon: SIGKILL, in the middle of a transaction/,
      /had latched by itself: the stop is LATCHED/,
      /nothing is undecided, config0 is as before/,
      /by the same id: FAILED: .*not done again/s,
    ],
  },
  { that: 'leaves a log that is good', says: [/The audit log is good/] },
];
