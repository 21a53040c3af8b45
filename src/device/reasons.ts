// SPDX-License-Identifier: Apache-2.0
// What would satisfy the rule that refused. Nothing here can lift one.
import { Reason } from '../abi/generated/enums.ts';

const SATISFY: Readonly<Record<Reason, string>> = {
  [Reason.NONE]: 'nothing was refused',
  [Reason.QUARANTINED]: 'nothing: a quarantined device is never reached',
  [Reason.WRITES_DISABLED]: 'load the module with allow_writes=1',
  [Reason.FILE_READ_ONLY]: 'open the device path read-write',
  [Reason.NO_CAPABILITY]: 'open the device path in a process with CAP_SYS_RAWIO',
  [Reason.STOP_LATCHED]: 'reset the stop (request, confirm), then start',
  [Reason.STOP_EPOCH]: 'decide anew under the present stop epoch',
  [Reason.ON_HOLD]: 'have people look at the device and release the hold',
  [Reason.UNKNOWN_TRANSACTION]: 'name a transaction that is kept',
  [Reason.LEASE_EXPIRED]: 'prepare again, with a longer lease or a faster commit',
  [Reason.COORDINATOR_STALE]: 'nothing: a newer coordinator has taken over',
  [Reason.COORDINATOR_REQUIRED]: 'claim the coordinator role first',
  [Reason.DIGEST_MISMATCH]: 'commit exactly what was prepared',
  [Reason.DEVICE_BUSY]: 'wait until the other operation or transaction has ended',
  [Reason.THERMAL_LIMIT]: 'wait until the sensor reads below the limit',
  [Reason.THERMAL_UNKNOWN]: 'name a thermal sensor, or load the module with thermal=none',
  [Reason.TOO_SOON]: 'wait for the minimum spacing between operations',
  [Reason.SUSPENDED]: 'wait until the host has resumed',
  [Reason.UNSUPPORTED]: 'use an operation and a register that the backend has',
  [Reason.REGISTER_READ_ONLY]: 'use a register that can be written',
  [Reason.TABLE_FULL]: 'forget transactions whose outcome is known',
  [Reason.TRANSACTION_EXISTS]: 'use another id, or forget the old one',
  [Reason.DEVICE_ABSENT]: 'use a device that the hardware lists',
  [Reason.REGISTRY_LOST]: 'find out what changed the hardware registry, then reload the module',
  [Reason.RESET_NONCE]: 'confirm with the nonce of the pending reset',
  [Reason.RESET_EXPIRED]: 'request the reset again, and confirm it in time',
  [Reason.NOT_LATCHED]: 'nothing: there is no latched stop to reset',
  [Reason.RESET_NOT_PENDING]: 'request the reset first',
  [Reason.NOT_READY]: 'confirm a reset first',
  [Reason.DEADMAN_NOT_ARMED]: 'arm the deadman over this device path first',
  [Reason.DEADMAN_OWNED]: 'have the one who armed the deadman disarm it',
  [Reason.RING_OWNED]: 'have the other reader of the ring end; there is one at a time',
  [Reason.RING_NOT_OWNER]: 'open the device path with a ring',
  [Reason.CAUSE_PRESENT]: 'remove what latched the stop first',
  [Reason.READBACK_MISMATCH]: 'look at the device: it does not read as it was written',
  [Reason.NOT_HELD]: 'nothing: the device is not on hold',
  [Reason.TRANSACTION_STATE]: 'look at the outcome of the transaction: it is past that step',
  [Reason.HARDWARE_ERROR]: 'look at the firmware status that came with it',
  [Reason.MEMORY]: 'free memory, then try again',
};

export function whatSatisfies(reason: number): string {
  return (
    SATISFY[reason as Reason] ?? 'look it up in a newer dsmil.h: this version does not know it'
  );
}
