// SPDX-License-Identifier: Apache-2.0
// Which devices a caller may know of. One it may not, and one that is not there, get the same answer.
import type { Person } from '../../../core/canonical/approval.ts';
import { tokenName } from '../../../core/model/device.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { DeviceAccess } from '../../../core/requirement/input.ts';

/** Track B, as far as visibility asks it. Asked anew each time. */
export interface AccessPort {
  identify(principal: string): Person | undefined;
  /** Throws InvalidArgumentError for no token of the table. */
  deviceAccess(device: number): DeviceAccess;
}

export interface RefusalPort {
  /** A failed attempt of @principal, recorded when this resolves. @reason: a rule's name. */
  refused(
    principal: string,
    device: number | null,
    operation: OperationType,
    reason: string,
  ): Promise<void>;
}

/** There is no such device, or none that the caller may know of: NOT_FOUND. */
export class DeviceNotFoundError extends Error {
  override readonly name = 'DeviceNotFoundError';
  readonly code = 'ERR_DSMIL_NOT_FOUND';

  constructor(device: number) {
    super(`there is no device ${tokenName(device)}: list those that there are`);
  }
}

export function isClearedFor(
  person: Person | undefined,
  { requiredClearance, compartments }: Pick<DeviceAccess, 'requiredClearance' | 'compartments'>,
): boolean {
  return (
    person !== undefined &&
    person.clearance >= requiredClearance &&
    compartments.every((name) => person.compartments.includes(name))
  );
}

/** Whether @principal may know of @device; false for what is no device. */
export function maySeeDevice(access: AccessPort, principal: string, device: number): boolean {
  try {
    return isClearedFor(access.identify(principal), access.deviceAccess(device));
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      return false;
    }
    throw error;
  }
}

/** Whether @principal may know of every one of @devices: then also of what is counted over all of them. */
export function maySeeAll(
  access: AccessPort,
  principal: string,
  devices: Iterable<number>,
): boolean {
  if (access.identify(principal) === undefined) {
    return false;
  }
  for (const device of devices) {
    if (!maySeeDevice(access, principal, device)) {
      return false;
    }
  }
  return true;
}

/** Of what has not answered a stop: tracks, and the devices that @principal may know of. */
export function visibleMissing(
  access: AccessPort,
  principal: string,
  missing: readonly string[],
): string[] {
  return missing.filter(
    (name) => !name.startsWith('0x') || maySeeDevice(access, principal, Number(name)),
  );
}

/** Counts as a failed attempt, on a device or on none alike: neither answer nor time says which it was. */
export async function refuseUnseen(
  security: RefusalPort,
  principal: string,
  device: number,
  operation: number,
): Promise<never> {
  const known = Object.values(OperationType).find((type) => type === operation);
  await security.refused(principal, null, known ?? OperationType.UNKNOWN, 'clearance');
  throw new DeviceNotFoundError(device);
}
