// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  ABI_VERSION,
  RECORD_SCHEMA,
  STATE_SCHEMA,
  TX_ABI_VERSION,
} from '../../../src/abi/generated/constants.ts';
import {
  checkCapability,
  checkDeviceNode,
  checkGroup,
  checkMemlock,
} from '../../../src/cli/doctor/access.ts';
import {
  checkHeaders,
  checkLoaded,
  checkModuleFile,
  checkSecureBoot,
  checkTaint,
} from '../../../src/cli/doctor/module.ts';
import { count, examine, renderReport } from '../../../src/cli/doctor/report.ts';
import { checkAddon, checkDevices, checkNode } from '../../../src/cli/doctor/runtime.ts';
import type { Ran, Reached, System, Versions } from '../../../src/cli/doctor/system.ts';
import type { Verdict } from '../../../src/cli/doctor/verdict.ts';
import type { FileFacts } from '../../../src/cli/locate.ts';
import { makeStyle } from '../../../src/cli/style.ts';

const RELEASE = '6.1.0-49-cloud-amd64';
const EFIVAR = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';
const UNSIGNED = `filename:       /lib/modules/${RELEASE}/updates/dkms/dsmil.ko
version:        0.1.0
srcversion:     AAAA
`;
const SIGNED = `${UNSIGNED}sig_id:         PKCS#7
signer:         DKMS module signing key
sig_key:        41:1F
`;

const VERSIONS: Versions = {
  abi: ABI_VERSION,
  txAbi: TX_ABI_VERSION,
  recordSchema: RECORD_SCHEMA,
  stateSchema: STATE_SCHEMA,
  version: '0.1.0',
  writable: true,
};

interface Made {
  files?: Record<string, string | Uint8Array>;
  stats?: Record<string, Partial<FileFacts>>;
  denied?: string[];
  modinfo?: string | 'missing';
  /** What apt-cache says of the headers: offered, unless said otherwise. */
  headers?: 'unknown' | 'missing';
  reached?: Record<string, Reached>;
  addon?: Error;
  rest?: Partial<System>;
}

/** A host that is made up: nothing is there but what is given. */
function host({
  files = {},
  stats = {},
  denied = [],
  modinfo,
  headers,
  reached = {},
  addon,
  rest = {},
}: Made): System {
  return {
    env: {},
    uid: 1000,
    user: 'mara',
    groups: [1000],
    nodeVersion: '24.21.0',
    release: RELEASE,
    root: '/opt/dsmil',
    readBytes: (path) => {
      const content = files[path];
      if (denied.includes(path)) {
        return { kind: 'denied', error: 'EACCES' };
      }
      return content === undefined
        ? { kind: 'absent' }
        : { kind: 'found', value: typeof content === 'string' ? Buffer.from(content) : content };
    },
    stat: (path) => {
      const facts = stats[path];
      if (denied.includes(path)) {
        return { kind: 'denied', error: 'EACCES' };
      }
      return facts === undefined && files[path] === undefined
        ? { kind: 'absent' }
        : { kind: 'found', value: { kind: 'file', mode: 0o644, uid: 0, gid: 0, ...facts } };
    },
    run: (command): Ran => {
      if (command === 'apt-cache') {
        return headers === 'missing'
          ? { kind: 'missing' }
          : { kind: 'ran', status: headers === 'unknown' ? 100 : 0, stdout: '', stderr: '' };
      }
      expect(command).toBe('modinfo');
      if (modinfo === 'missing') {
        return { kind: 'missing' };
      }
      return modinfo === undefined
        ? { kind: 'ran', status: 1, stdout: '', stderr: 'not found' }
        : { kind: 'ran', status: 0, stdout: modinfo, stderr: '' };
    },
    loadAddon: () => (addon === undefined ? Promise.resolve() : Promise.reject(addon)),
    reach: (path) =>
      Promise.resolve(
        reached[path] ?? { kind: 'failed', error: 'connection refused', code: 'ECONNREFUSED' },
      ),
    ...rest,
  };
}

const LOADED = { '/sys/module/dsmil': { kind: 'folder' as const } };

function expectVerdict(
  verdict: Verdict,
  level: Verdict['level'],
  found: RegExp,
  cure?: RegExp,
): void {
  expect(verdict.level).toBe(level);
  expect(verdict.found).toMatch(found);
  if (level === 'ok') {
    expect(verdict.cure).toBeUndefined();
  } else {
    expect(verdict.means).toMatch(/\w/);
  }
  if (cure !== undefined) {
    expect(verdict.cure?.join('\n')).toMatch(cure);
  }
}

describe('this program', () => {
  it('needs a recent Node', () => {
    expectVerdict(checkNode(host({})), 'ok', /24\.21\.0/);
    const old = host({ rest: { nodeVersion: '20.19.2' } });
    expectVerdict(checkNode(old), 'fail', /20\.19\.2, older than 24\.15\.0/, /npm ci/);
    expect(checkNode(host({ rest: { nodeVersion: '24.15.0' } })).level).toBe('ok');
    expect(checkNode(host({ rest: { nodeVersion: '24.14.9' } })).level).toBe('fail');
    expect(checkNode(host({ rest: { nodeVersion: '26.0.0' } })).level).toBe('ok');
  });

  it('needs its addon', async () => {
    expectVerdict(await checkAddon(host({})), 'ok', /loads/);
    const broken = host({ addon: new Error('undefined symbol: x\nstack') });
    expectVerdict(await checkAddon(broken), 'fail', /undefined symbol: x$/, /npm run build:native/);
  });

  it('wants some memory that can be locked', () => {
    const limits = (soft: string): System =>
      host({
        files: {
          '/proc/self/limits': `Limit  Soft\nMax locked memory         ${soft}    ${soft}  bytes\n`,
        },
      });
    expectVerdict(checkMemlock(limits('8388608')), 'ok', /8192 KiB/);
    expectVerdict(checkMemlock(limits('unlimited')), 'ok', /unlimited/);
    expectVerdict(checkMemlock(limits('65536')), 'warn', /64 KiB/, /limits\.d/);
    expectVerdict(checkMemlock(host({})), 'warn', /not to be read/);
    const able = host({ files: { '/proc/self/status': 'Name: x\nCapEff:\t0000000000004000\n' } });
    expectVerdict(checkMemlock(able), 'ok', /CAP_IPC_LOCK/);
  });
});

describe('kernel and module', () => {
  it('misses headers', () => {
    expectVerdict(
      checkHeaders(host({})),
      'warn',
      /none for 6\.1\.0/,
      /apt-get install linux-headers-6\.1\.0-49-cloud-amd64/,
    );
    const there = host({ stats: { [`/lib/modules/${RELEASE}/build`]: { kind: 'folder' } } });
    expectVerdict(checkHeaders(there), 'ok', /for 6\.1\.0/);
    // Headers that nobody offers are no cure, nor is a make that needs them.
    const unknown = checkHeaders(host({ headers: 'unknown' }));
    expectVerdict(unknown, 'warn', /none for/, /linux-image-amd64 linux-headers-amd64.*reboot/);
    expect(unknown.cure?.join('\n')).not.toContain('install linux-headers-6.1.0');
    expectVerdict(
      checkHeaders(host({ headers: 'missing' })),
      'warn',
      /none for/,
      /headers of 6\.1/,
    );
    const made = /first what is said at Kernel headers/;
    expectVerdict(checkModuleFile(host({})), 'warn', /not built here/, made);
    expect(checkModuleFile(there).cure?.join('\n')).not.toMatch(made);
  });

  it('finds the module file, and whose signature it has', () => {
    expectVerdict(
      checkModuleFile(host({})),
      'warn',
      /not installed/,
      /make -C \/opt\/dsmil\/kernel/,
    );
    expectVerdict(
      checkModuleFile(host({ modinfo: 'missing' })),
      'warn',
      /no 'modinfo'/,
      /install kmod/,
    );
    expectVerdict(checkModuleFile(host({ modinfo: UNSIGNED })), 'ok', /not signed/);
    expectVerdict(
      checkModuleFile(host({ modinfo: SIGNED })),
      'ok',
      /signed by DKMS module signing key/,
    );
  });

  it('tells a module that is built for another kernel', () => {
    const elsewhere = `${UNSIGNED}vermagic:       6.1.0-48-cloud-amd64 SMP preempt mod_unload modversions \n`;
    expectVerdict(
      checkModuleFile(host({ modinfo: elsewhere })),
      'fail',
      /built for 6\.1\.0-48-cloud-amd64, and this kernel is 6\.1\.0-49-cloud-amd64/,
      /dkms install --force dsmil\/0\.1\.0 -k 6\.1\.0-49-cloud-amd64/,
    );
    const built = elsewhere.replace(/\/lib.*/, '/opt/dsmil/kernel/dsmil.ko');
    expectVerdict(
      checkModuleFile(host({ modinfo: built })),
      'fail',
      /48/,
      /make -C .* clean && make/,
    );
    const fitting = `${UNSIGNED}vermagic:       ${RELEASE} SMP preempt mod_unload modversions \n`;
    expectVerdict(checkModuleFile(host({ modinfo: fitting })), 'ok', /not signed/);
  });

  it('tells a module that is not loaded from a stale one', () => {
    expectVerdict(checkLoaded(host({ modinfo: UNSIGNED })), 'warn', /no/, /sudo modprobe dsmil/);
    const built = UNSIGNED.replace(/\/lib.*/, '/opt/dsmil/kernel/dsmil.ko');
    expectVerdict(
      checkLoaded(host({ modinfo: built })),
      'warn',
      /no/,
      /sudo insmod \/opt\/dsmil\/kernel\/dsmil\.ko/,
    );
    const loaded = (srcversion: string): System =>
      host({
        modinfo: UNSIGNED,
        stats: LOADED,
        files: {
          '/sys/module/dsmil/version': '0.1.0\n',
          '/sys/module/dsmil/srcversion': `${srcversion}\n`,
        },
      });
    expectVerdict(checkLoaded(loaded('AAAA')), 'ok', /srcversion AAAA/);
    expectVerdict(
      checkLoaded(loaded('BBBB')),
      'warn',
      /BBBB, but .* is srcversion AAAA/,
      /rmmod dsmil && sudo modprobe dsmil/,
    );
  });

  it('knows that Secure Boot refuses an unsigned module', () => {
    const efi = { '/sys/firmware/efi': { kind: 'folder' as const } };
    const on = new Uint8Array([6, 0, 0, 0, 1]);
    const off = new Uint8Array([6, 0, 0, 0, 0]);
    const enforced = { files: { [EFIVAR]: on }, stats: efi };
    expectVerdict(
      checkSecureBoot(host({ ...enforced, modinfo: UNSIGNED })),
      'fail',
      /enforced.*not signed/,
      /sign-file[\s\S]*mokutil --import/,
    );
    expectVerdict(checkSecureBoot(host({ ...enforced, modinfo: SIGNED })), 'ok', /enforced/);
    expectVerdict(
      checkSecureBoot(host({ ...enforced, stats: { ...efi, ...LOADED }, modinfo: UNSIGNED })),
      'ok',
      /enforced/,
    );
    expectVerdict(
      checkSecureBoot(host({ files: { [EFIVAR]: off }, stats: efi, modinfo: UNSIGNED })),
      'ok',
      /off/,
    );
    expectVerdict(checkSecureBoot(host({ modinfo: UNSIGNED })), 'ok', /no EFI/);
    expectVerdict(
      checkSecureBoot(host({ denied: [EFIVAR], stats: efi })),
      'warn',
      /unknown/,
      /mokutil --sb-state/,
    );
    expectVerdict(
      checkSecureBoot(host({ files: { [EFIVAR]: new Uint8Array(3) }, stats: efi })),
      'warn',
      /unknown/,
    );
  });

  it('knows that lockdown does so too', () => {
    const locked = host({
      modinfo: UNSIGNED,
      files: { '/sys/kernel/security/lockdown': 'none [integrity] confidentiality\n' },
    });
    expectVerdict(checkSecureBoot(locked), 'fail', /lockdown integrity/, /sign-file/);
  });

  it('explains taints, and warns of a kernel that has oopsed', () => {
    const tainted = (value: number): System =>
      host({ files: { '/proc/sys/kernel/tainted': `${value}\n` } });
    expectVerdict(checkTaint(tainted(0)), 'ok', /^none$/);
    expectVerdict(checkTaint(tainted((1 << 12) | (1 << 13) | (1 << 6))), 'ok', /U: .*O: .*E: /);
    expectVerdict(checkTaint(tainted(1 << 7)), 'warn', /D: /, /reboot/);
    expectVerdict(checkTaint(host({})), 'warn', /not to be read/);
  });
});

describe('permissions', () => {
  const group = { '/etc/group': 'root:x:0:\ndsmil:x:105:otto\n' };
  const node = (facts: Partial<FileFacts>, more: Made = {}): System =>
    host({
      ...more,
      files: { ...group, ...more.files },
      stats: {
        '/dev/dsmil': { kind: 'character', mode: 0o660, gid: 105, ...facts },
        ...more.stats,
      },
    });

  it('judge the device node', () => {
    expectVerdict(checkDeviceNode(node({})), 'ok', /0660, group dsmil/);
    expectVerdict(
      checkDeviceNode(node({ mode: 0o600, gid: 0 })),
      'warn',
      /mode 0600, group 0/,
      /udevadm/,
    );
    expectVerdict(checkDeviceNode(node({ mode: 0o666 })), 'fail', /0666/, /chmod 0660/);
    expectVerdict(
      checkDeviceNode(node({ kind: 'file' })),
      'fail',
      /a file, not a character device/,
      /rm \/dev\/dsmil/,
    );
    expectVerdict(
      checkDeviceNode(host({ modinfo: UNSIGNED })),
      'warn',
      /not there/,
      /modprobe dsmil/,
    );
    expectVerdict(
      checkDeviceNode(host({ stats: LOADED })),
      'fail',
      /although the module is loaded/,
      /dmesg/,
    );
    expectVerdict(checkDeviceNode(host({ denied: ['/dev/dsmil'] })), 'fail', /EACCES/);
  });

  it('judge the group', () => {
    expectVerdict(checkGroup(host({})), 'warn', /does not exist/, /groupadd --system dsmil/);
    const root = checkGroup(host({ rest: { uid: 0, user: 'root' } }));
    expectVerdict(root, 'warn', /does not exist/, /usermod -aG dsmil USER/);
    expectVerdict(
      checkGroup(host({ files: group })),
      'warn',
      /mara is not a member/,
      /usermod -aG dsmil mara/,
    );
    expectVerdict(
      checkGroup(host({ files: group, rest: { groups: [1000, 105] } })),
      'ok',
      /is a member/,
    );
    expectVerdict(
      checkGroup(host({ files: group, rest: { user: 'otto' } })),
      'warn',
      /this login is older/,
      /newgrp dsmil/,
    );
    expectVerdict(checkGroup(host({ files: group, rest: { uid: 0 } })), 'ok', /root/);
  });

  it('judge CAP_SYS_RAWIO', () => {
    const capable = (mask: string): System =>
      host({ files: { '/proc/self/status': `CapEff:\t${mask}\n` } });
    expectVerdict(checkCapability(capable('0000000000020000')), 'ok', /held/);
    expectVerdict(checkCapability(capable('0000000000010000')), 'warn', /not held/, /sudo/);
  });
});

describe('devices', () => {
  const sim = '/tmp/dsmil-1000/sim.sock';
  const reached: Reached = { kind: 'reached', versions: VERSIONS };
  const one = async (made: Made): Promise<Verdict[]> => checkDevices(host(made));

  it('are missing altogether', async () => {
    const [verdict] = await one({});
    expectVerdict(verdict as Verdict, 'fail', /nothing at .*sim\.sock/, /\.\/scripts\/run/);
  });

  it('answer', async () => {
    const [verdict] = await one({
      stats: { [sim]: { kind: 'socket' } },
      reached: { [sim]: reached },
    });
    expectVerdict(verdict as Verdict, 'ok', /sim\.sock answers: version 0\.1\.0, ABI \d/);
  });

  it('are of another build', async () => {
    const other: Reached = { kind: 'reached', versions: { ...VERSIONS, abi: 99, stateSchema: 7 } };
    const [verdict] = await one({
      stats: { [sim]: { kind: 'socket' } },
      reached: { [sim]: other },
    });
    expectVerdict(
      verdict as Verdict,
      'fail',
      /ABI 99 \(this build knows 1\), state schema 7/,
      /\.\/scripts\/run/,
    );
  });

  it('left a dead socket', async () => {
    const [verdict] = await one({ stats: { [sim]: { kind: 'socket' } } });
    expectVerdict(verdict as Verdict, 'fail', /connection refused/, /rm .*sim\.sock/);
  });

  it('are the module’s alone', async () => {
    const verdicts = await one({
      stats: { '/dev/dsmil': { kind: 'character' } },
      reached: { '/dev/dsmil': reached },
    });
    expect(verdicts.map(({ level }) => level)).toEqual(['ok', 'ok']);
    expect(verdicts[1]?.found).toContain('not needed');
  });

  it('may not be opened', async () => {
    const denied: Reached = { kind: 'failed', error: 'permission denied', code: 'EACCES' };
    const [verdict] = await one({
      stats: { '/dev/dsmil': { kind: 'character' } },
      reached: { '/dev/dsmil': denied },
    });
    expectVerdict(verdict as Verdict, 'fail', /permission denied/, /ls -l \/dev\/dsmil/);
  });
});

describe('the report', () => {
  const style = makeStyle({ color: false, unicode: true });

  it('shows every check, what follows and the commands', async () => {
    const sections = await examine(host({}));
    expect(count(sections, 'fail')).toBe(1);
    const text = renderReport(sections, 80, style).join('\n');
    expect(text).toContain('$ sudo apt-get install linux-headers-6.1.0-49-cloud-amd64');
    expect(text).toContain('there is no device at all');
    expect(text).toMatch(/1 failure, \d+ warnings: the lines with \$ cure them\.$/);
    const checks = sections.flatMap(({ verdicts }) => verdicts.map(({ check }) => check));
    expect(new Set(checks).size).toBe(checks.length);
    expect(checks.length).toBeGreaterThanOrEqual(12);
  });

  it('never breaks a command, which is there to be copied', async () => {
    const sections = await examine(
      host({ modinfo: UNSIGNED, files: { [EFIVAR]: new Uint8Array([6, 0, 0, 0, 1]) } }),
    );
    const commands = sections.flatMap(({ verdicts }) => verdicts.flatMap(({ cure }) => cure ?? []));
    const lines = renderReport(sections, 60, style);
    for (const command of commands) {
      expect(lines.some((line) => line.endsWith(`$ ${command}`))).toBe(true);
    }
  });
});
