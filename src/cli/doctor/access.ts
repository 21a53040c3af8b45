// SPDX-License-Identifier: Apache-2.0
// May this user use the device?
import { MODULE_DEVICE } from '../locate.ts';
import { findModuleFile, isLoaded, loadCommand } from './module.ts';
import { type System, textOf } from './system.ts';
import { fail, ok, type Verdict, warn } from './verdict.ts';

const GROUP = 'dsmil';
const CAP_SYS_RAWIO = 17;
const CAP_IPC_LOCK = 14;

interface Group {
  readonly gid: number;
  readonly members: readonly string[];
}

function findGroup(system: System): Group | undefined {
  const line = (textOf(system, '/etc/group') ?? '')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${GROUP}:`));
  if (line === undefined) {
    return undefined;
  }
  const [, , gid = '', members = ''] = line.split(':');
  return { gid: Number(gid), members: members.split(',').filter((name) => name !== '') };
}

export function checkDeviceNode(system: System): Verdict {
  const title = MODULE_DEVICE;
  const found = system.stat(MODULE_DEVICE);
  if (found.kind === 'denied') {
    return fail(
      'device-node',
      title,
      `cannot be looked at (${found.error})`,
      '/dev is not readable for this user',
    );
  }
  if (found.kind === 'absent') {
    return isLoaded(system)
      ? fail(
          'device-node',
          title,
          'not there, although the module is loaded',
          'the driver is not bound, or udev did not make the node',
          [
            'sudo dmesg | grep dsmil    # says why it did not bind',
            'echo dsmil | sudo tee /sys/bus/platform/drivers/dsmil/bind    # if it was unbound',
            'sudo udevadm trigger --subsystem-match=misc --settle',
          ],
        )
      : warn('device-node', title, 'not there', 'the module is not loaded', [
          loadCommand(system, findModuleFile(system)),
        ]);
  }
  const { kind, mode, gid } = found.value;
  const permissions = (mode & 0o777).toString(8).padStart(4, '0');
  if (kind !== 'character') {
    return fail(
      'device-node',
      title,
      `a ${kind}, not a character device`,
      'somebody put something else there',
      [`sudo rm ${MODULE_DEVICE} && sudo udevadm trigger --subsystem-match=misc --settle`],
    );
  }
  const group = findGroup(system);
  const owner = gid === group?.gid ? `group ${GROUP}` : `group ${gid}`;
  const rule = [
    'sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=misc --settle',
  ];
  if ((mode & 0o006) !== 0) {
    return fail(
      'device-node',
      title,
      `mode ${permissions}, ${owner}`,
      'everybody on this host may open it',
      [`sudo chmod 0660 ${MODULE_DEVICE}`, ...rule],
    );
  }
  if (group !== undefined && (gid !== group.gid || (mode & 0o060) !== 0o060)) {
    return warn(
      'device-node',
      title,
      `mode ${permissions}, ${owner}; expected 0660, group ${GROUP}`,
      `only root may use it: the udev rule is missing or was not applied`,
      [`sudo install -m 644 ${system.root}/kernel/udev/*.rules /etc/udev/rules.d/`, ...rule],
    );
  }
  return ok('device-node', title, `mode ${permissions}, ${owner}`);
}

export function checkGroup(system: System): Verdict {
  const title = `Group ${GROUP}`;
  const group = findGroup(system);
  if (group === undefined) {
    // Root needs no membership: whom to add is not known then.
    const who = system.uid === 0 ? 'USER' : system.user;
    return warn('group', title, 'does not exist', 'only root may use the device', [
      `sudo groupadd --system ${GROUP}`,
      `sudo usermod -aG ${GROUP} ${who}    # then log in again`,
    ]);
  }
  if (system.uid === 0) {
    return ok('group', title, `exists (${group.gid}); root needs no membership`);
  }
  if (system.groups.includes(group.gid)) {
    return ok('group', title, `${system.user} is a member`);
  }
  if (group.members.includes(system.user)) {
    return warn(
      'group',
      title,
      `${system.user} is a member, but this login is older`,
      'it counts from the next login on',
      [`newgrp ${GROUP}    # or log in again`],
    );
  }
  return warn(
    'group',
    title,
    `${system.user} is not a member`,
    'this user may not open the device',
    [`sudo usermod -aG ${GROUP} ${system.user}    # then log in again`],
  );
}

function effectiveCapabilities(system: System): bigint {
  const text = textOf(system, '/proc/self/status') ?? '';
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(text)?.[1];
  return mask === undefined ? 0n : BigInt(`0x${mask}`);
}

function has(capabilities: bigint, bit: number): boolean {
  return (capabilities & (1n << BigInt(bit))) !== 0n;
}

export function checkCapability(system: System): Verdict {
  const title = 'CAP_SYS_RAWIO';
  return has(effectiveCapabilities(system), CAP_SYS_RAWIO)
    ? ok('rawio', title, 'held by this process')
    : warn(
        'rawio',
        title,
        'not held by this process',
        'effects are refused (NO_CAPABILITY); reading and stopping work',
        ['sudo dsmilctl doctor    # looks with root’s rights'],
      );
}

const MEMLOCK_WANTED = 1024 * 1024;

export function checkMemlock(system: System): Verdict {
  const title = 'Locked memory';
  const text = textOf(system, '/proc/self/limits') ?? '';
  const soft = /^Max locked memory\s+(\S+)/m.exec(text)?.[1];
  if (has(effectiveCapabilities(system), CAP_IPC_LOCK)) {
    return ok('memlock', title, 'unlimited (CAP_IPC_LOCK)');
  }
  if (soft === undefined) {
    return warn(
      'memlock',
      title,
      'not to be read',
      'it cannot be told whether dsmil-stop can lock its memory',
    );
  }
  if (soft === 'unlimited' || Number(soft) >= MEMLOCK_WANTED) {
    return ok(
      'memlock',
      title,
      soft === 'unlimited' ? soft : `${Math.floor(Number(soft) / 1024)} KiB`,
    );
  }
  return warn(
    'memlock',
    title,
    `${Math.floor(Number(soft) / 1024)} KiB, less than ${MEMLOCK_WANTED / 1024} KiB`,
    'dsmil-stop cannot keep its memory from being swapped out: a stop may come late under memory pressure',
    [
      `echo '${system.user} - memlock 65536' | sudo tee /etc/security/limits.d/dsmil.conf    # then log in again`,
    ],
  );
}
