// SPDX-License-Identifier: Apache-2.0
// Node, the addon, and what answers on the device.
import {
  ABI_VERSION,
  RECORD_SCHEMA,
  STATE_SCHEMA,
  TX_ABI_VERSION,
} from '../../abi/generated/constants.ts';
import { MODULE_DEVICE, simulatorSockets } from '../locate.ts';
import { NODE_MINIMUM, nodeIsRecent } from '../node-version.ts';
import type { Reached, System, Versions } from './system.ts';
import { fail, ok, type Verdict } from './verdict.ts';

export function checkNode(system: System): Verdict {
  const title = 'Node.js';
  return nodeIsRecent(system.nodeVersion)
    ? ok('node', title, system.nodeVersion)
    : fail(
        'node',
        title,
        `${system.nodeVersion}, older than ${NODE_MINIMUM}`,
        'the tools are not tried with it',
        [`cd ${system.root} && npm ci    # brings a Node of its own, which scripts/dsmilctl uses`],
      );
}

export async function checkAddon(system: System): Promise<Verdict> {
  const title = 'Addon';
  try {
    await system.loadAddon();
    return ok('addon', title, 'loads');
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return fail('addon', title, `does not load: ${why}`, 'no device can be reached', [
      `cd ${system.root} && npm run build:native`,
    ]);
  }
}

const KNOWN: readonly (readonly [name: string, field: keyof Versions, known: number])[] = [
  ['ABI', 'abi', ABI_VERSION],
  ['transaction ABI', 'txAbi', TX_ABI_VERSION],
  ['record schema', 'recordSchema', RECORD_SCHEMA],
  ['state schema', 'stateSchema', STATE_SCHEMA],
];

/** The core's own words of what this build speaks and the device does not. */
export function versionMismatches(versions: Versions): string[] {
  return KNOWN.filter(([, field, known]) => versions[field] !== known).map(
    ([name, field, known]) => `${name} ${versions[field]} (this build knows ${known})`,
  );
}

function judgeReached(
  check: string,
  title: string,
  path: string,
  reached: Reached,
  renew: string,
): Verdict {
  if (reached.kind === 'failed') {
    return fail(
      check,
      title,
      `${path}: ${reached.error}`,
      'it is there, but cannot be used',
      cureReach(path, reached.code, renew),
    );
  }
  const { versions } = reached;
  const mismatches = versionMismatches(versions);
  if (mismatches.length > 0) {
    return fail(
      check,
      title,
      `${path}: ${mismatches.join(', ')}`,
      'device and tools are of different builds',
      [renew],
    );
  }
  const words = KNOWN.map(([name, field]) => `${name} ${versions[field]}`).join(', ');
  return ok(
    check,
    title,
    `${path} answers: version ${versions.version}, ${words}${versions.writable ? '' : '; this user may only read it'}`,
  );
}

function cureReach(path: string, code: string, renew: string): string[] {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return [`ls -l ${path}    # see the group checks above`];
    case 'ECONNREFUSED':
      return [`rm ${path} && ./scripts/run    # the simulator that made the socket is gone`];
    default:
      return [renew];
  }
}

/** What answers: the module's device and the simulator's socket. At least one must. */
export async function checkDevices(system: System): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  if (system.stat(MODULE_DEVICE).kind === 'found') {
    const reached = await system.reach(MODULE_DEVICE);
    verdicts.push(
      judgeReached(
        'module-answers',
        'Module answers',
        MODULE_DEVICE,
        reached,
        `make -C ${system.root}/kernel && sudo rmmod dsmil && sudo insmod ${system.root}/kernel/dsmil.ko`,
      ),
    );
  }
  const named = system.env['DSMIL_DEVICE'] ?? '';
  const sockets = [
    ...(named === '' || named === MODULE_DEVICE ? [] : [named]),
    ...simulatorSockets(system),
  ];
  const socket = sockets.find((path) => system.stat(path).kind === 'found');
  const title = 'Simulator answers';
  if (socket !== undefined) {
    const reached = await system.reach(socket);
    verdicts.push(
      judgeReached(
        'simulator-answers',
        title,
        socket,
        reached,
        `cd ${system.root} && ./scripts/run`,
      ),
    );
  } else if (verdicts.length > 0) {
    verdicts.push(ok('simulator-answers', title, 'not running (not needed: there is a module)'));
  } else {
    verdicts.push(
      fail(
        'simulator-answers',
        title,
        `nothing at ${sockets.join(', ')}`,
        'there is no device at all: neither module nor simulator',
        [`cd ${system.root} && ./scripts/run`],
      ),
    );
  }
  return verdicts;
}
