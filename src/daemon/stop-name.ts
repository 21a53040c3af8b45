// SPDX-License-Identifier: Apache-2.0
import { StopCauseNames, StopStateNames } from '../abi/generated/enums.ts';

/** State and cause of the kernel's latch in words; a number that this program does not know is said as such. */
export function nameOfStop(state: number, cause: number): readonly [state: string, cause: string] {
  return [
    StopStateNames[state as keyof typeof StopStateNames] ?? `STATE_${state}`,
    StopCauseNames[cause as keyof typeof StopCauseNames] ?? `CAUSE_${cause}`,
  ];
}
