// SPDX-License-Identifier: Apache-2.0
// What waits for two persons: flags, what another coordinator left, holds, and what was proposed.
import { formatToken } from '../../../abi/devices.ts';
import type { WireRecovery } from '../../../api/local/wire/answers.ts';
import { clearingFrom } from '../../../api/local/wire/decisions.ts';

/** What clearing a stranger does, by what the kernel says of it. */
const STRANGERS: Readonly<Record<string, string>> = {
  PREPARED: 'nothing of it was begun; clearing aborts it',
  COMMITTING: 'the kernel still performs it; it is cleared when that has ended',
  COMMITTED: 'all of it was done; clearing has the kernel forget it',
  ABORTED: 'nothing of it was begun; clearing has the kernel forget it',
  ROLLED_BACK: 'what was begun is undone; clearing has the kernel forget it',
};
const UNSURE =
  'nobody can tell what stands of it: its devices are on hold, and stay so when it is cleared';

function tokens(devices: readonly number[]): string {
  return devices.map(formatToken).join(' ');
}

export function renderRecovery({ flagged, strangers, held, clearings }: WireRecovery): string[] {
  const nothing = flagged.length === 0 && strangers.length === 0 && held.length === 0;
  return [
    ...(nothing
      ? ['Nothing waits for people: every transaction has ended, and no device is on hold.']
      : []),
    ...flagged.map(
      (one) =>
        `${one.transaction} of ${one.principal} (${one.coordination_id}) at ${new Date(one.at).toISOString()}: ${one.reason}; on hold: ${tokens(one.devices)}`,
    ),
    ...strangers.map(({ transaction, devices, outcome, reason }) => {
      const why = reason === '' ? '' : ` (${reason})`;
      return `${transaction} of another coordinator: ${outcome}${why} on ${tokens(devices)}; ${STRANGERS[outcome] ?? UNSURE}`;
    }),
    ...(held.length > 0 ? [`on hold: ${tokens(held)}`] : []),
    ...clearings.map(({ decision, signed_by: signers }) => {
      const { nonce, kind, subject } = clearingFrom(decision);
      const by = signers.length === 0 ? 'nobody' : signers.join(', ');
      return `clearing ${nonce.slice(0, 12)}: ${kind} ${subject}, signed by ${by} of two`;
    }),
  ];
}
