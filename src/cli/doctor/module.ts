// SPDX-License-Identifier: Apache-2.0
// Is the module there, may it be loaded, and is the one that runs the one that is installed?
import { join } from 'node:path';
import { type System, textOf } from './system.ts';
import { fail, ok, type Verdict, warn } from './verdict.ts';

const SYSFS = '/sys/module/dsmil';
const SECURE_BOOT = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

export interface ModuleFile {
  readonly filename: string;
  readonly version: string;
  readonly srcversion: string;
  /** The release of the kernel that it was built for; '' when it does not say. */
  readonly builtFor: string;
  /** Whose key signed it; '' when nobody's did. */
  readonly signer: string;
}

/** What modinfo printed. */
export function parseModinfo(text: string): ModuleFile {
  const fields = new Map(
    text.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const field = (name: string): string => fields.get(name) ?? '';
  return {
    filename: field('filename'),
    version: field('version'),
    srcversion: field('srcversion'),
    builtFor: field('vermagic').split(' ')[0] ?? '',
    signer: field('signer') || (field('sig_id') === '' ? '' : field('sig_key') || 'an unnamed key'),
  };
}

/** The installed module, else the one that was built here. */
export function findModuleFile(system: System): ModuleFile | 'no modinfo' | undefined {
  const built = join(system.root, 'kernel', 'dsmil.ko');
  const candidates = ['dsmil', ...(system.stat(built).kind === 'found' ? [built] : [])];
  for (const name of candidates) {
    const ran = system.run('modinfo', [name]);
    if (ran.kind === 'missing') {
      return 'no modinfo';
    }
    if (ran.status === 0) {
      return parseModinfo(ran.stdout);
    }
  }
  return undefined;
}

export function isLoaded(system: System): boolean {
  return system.stat(SYSFS).kind === 'found';
}

const buildFolder = (system: System): string => `/lib/modules/${system.release}/build`;

/** A package's name is only a cure when somebody offers the package. */
function headersCure(system: System): readonly string[] {
  const name = `linux-headers-${system.release}`;
  const asked = system.run('apt-cache', ['show', name]);
  if (asked.kind === 'missing') {
    return [`# install the headers of ${system.release}, as this distribution names them`];
  }
  return asked.status === 0
    ? [`sudo apt-get install ${name}`]
    : [
        `# no package offers ${name}: this kernel is old, or not the distribution's. Either one that has them:`,
        'sudo apt-get update && sudo apt-get install linux-image-amd64 linux-headers-amd64 && sudo reboot',
        `# or, with the tree that this kernel was built from: make -C ${join(system.root, 'kernel')} KDIR=THAT_TREE`,
      ];
}

export function checkHeaders(system: System): Verdict {
  const path = buildFolder(system);
  const title = 'Kernel headers';
  if (system.stat(path).kind === 'found') {
    return ok('headers', title, `for ${system.release}, at ${path}`);
  }
  const fine = isLoaded(system) ? ' (the one that runs is not touched by that)' : '';
  return warn(
    'headers',
    title,
    `none for ${system.release}`,
    `the module cannot be built for this kernel${fine}`,
    headersCure(system),
  );
}

/** DKMS put it where modprobe finds it; everything else was built where it lies. */
function rebuildCure(system: System, file: ModuleFile): readonly string[] {
  const folder = join(system.root, 'kernel');
  return file.filename.includes('/lib/modules/')
    ? [`sudo dkms install --force dsmil/${file.version} -k ${system.release}`]
    : [`make -C ${folder} clean && make -C ${folder}`];
}

export function checkModuleFile(system: System): Verdict {
  const title = 'Module file';
  const file = findModuleFile(system);
  if (file === 'no modinfo') {
    return warn(
      'module-file',
      title,
      "there is no 'modinfo'",
      'it cannot be told whether the module is installed',
      ['sudo apt-get install kmod'],
    );
  }
  if (file === undefined) {
    return warn(
      'module-file',
      title,
      `not installed for ${system.release}, and not built here`,
      'only the simulated device can be used',
      system.stat(buildFolder(system)).kind === 'found'
        ? [`make -C ${join(system.root, 'kernel')}`]
        : [
            '# first what is said at Kernel headers, then',
            `make -C ${join(system.root, 'kernel')}`,
          ],
    );
  }
  if (file.builtFor !== '' && file.builtFor !== system.release) {
    return fail(
      'module-file',
      title,
      `${file.filename} is built for ${file.builtFor}, and this kernel is ${system.release}`,
      "the kernel refuses it ('Invalid module format')",
      rebuildCure(system, file),
    );
  }
  return ok(
    'module-file',
    title,
    `${file.filename}, version ${file.version || '?'}, srcversion ${file.srcversion || '?'}, ${file.signer === '' ? 'not signed' : `signed by ${file.signer}`}`,
  );
}

export function loadCommand(system: System, file: ModuleFile | 'no modinfo' | undefined): string {
  if (file === 'no modinfo') {
    return 'sudo modprobe dsmil';
  }
  if (file === undefined) {
    const folder = join(system.root, 'kernel');
    return `make -C ${folder} && sudo insmod ${join(folder, 'dsmil.ko')}`;
  }
  return file.filename.startsWith('/lib/modules/')
    ? 'sudo modprobe dsmil'
    : `sudo insmod ${file.filename}`;
}

export function checkLoaded(system: System): Verdict {
  const title = 'Module loaded';
  const file = findModuleFile(system);
  if (!isLoaded(system)) {
    return warn(
      'module-loaded',
      title,
      'no',
      `there is no /dev/dsmil; the simulated device works without it`,
      [loadCommand(system, file)],
    );
  }
  const version = textOf(system, `${SYSFS}/version`) ?? '?';
  const srcversion = textOf(system, `${SYSFS}/srcversion`) ?? '';
  const found = `version ${version}, srcversion ${srcversion || '?'}`;
  if (
    typeof file === 'object' &&
    srcversion !== '' &&
    file.srcversion !== '' &&
    file.srcversion !== srcversion
  ) {
    return warn(
      'module-loaded',
      title,
      `${found}, but ${file.filename} is srcversion ${file.srcversion}`,
      'a stale module runs: the file was replaced after it was loaded',
      [`sudo rmmod dsmil && ${loadCommand(system, file)}`],
    );
  }
  return ok('module-loaded', title, found);
}

export type SecureBoot = 'enforced' | 'off' | 'no EFI' | 'unknown';

/** Four bytes of attributes, then 1 when it is on. */
export function secureBoot(system: System): SecureBoot {
  const found = system.readBytes(SECURE_BOOT);
  if (found.kind === 'found') {
    return found.value.length === 5 ? (found.value[4] === 1 ? 'enforced' : 'off') : 'unknown';
  }
  if (found.kind === 'denied') {
    return 'unknown';
  }
  return system.stat('/sys/firmware/efi').kind === 'absent' ? 'no EFI' : 'off';
}

/** none [integrity] confidentiality */
export function lockdown(system: System): string {
  return /\[(\w+)\]/.exec(textOf(system, '/sys/kernel/security/lockdown') ?? '')?.[1] ?? 'none';
}

export function checkSecureBoot(system: System): Verdict {
  const title = 'Secure Boot';
  const boot = secureBoot(system);
  const locked = lockdown(system);
  const found = `${boot}, lockdown ${locked}`;
  const file = findModuleFile(system);
  const enforced = boot === 'enforced' || locked !== 'none';
  if (boot === 'unknown' && !isLoaded(system)) {
    return warn('secure-boot', title, found, 'if it is enforced, an unsigned module is refused', [
      'sudo mokutil --sb-state',
    ]);
  }
  if (enforced && !isLoaded(system) && typeof file === 'object' && file.signer === '') {
    const key = '/var/lib/dkms/mok';
    return fail(
      'secure-boot',
      title,
      `${found}; ${file.filename} is not signed`,
      "the kernel refuses the module ('Key was rejected by service')",
      [
        `sudo /usr/src/linux-headers-${system.release}/scripts/sign-file sha256 ${key}.key ${key}.pub ${file.filename}`,
        `sudo mokutil --import ${key}.pub    # once; then reboot and enrol it`,
      ],
    );
  }
  return ok('secure-boot', title, found);
}

const TAINTS: readonly (readonly [bit: number, letter: string, words: string])[] = [
  [1, 'F', 'a module was force-loaded'],
  [6, 'U', 'user space asked for it, such as by force=1'],
  [7, 'D', 'the kernel has oopsed since boot'],
  [9, 'W', 'the kernel has warned since boot'],
  [12, 'O', 'a module from outside the kernel is loaded'],
  [13, 'E', 'an unsigned module is loaded'],
  [14, 'L', 'a soft lockup happened since boot'],
  [17, 'T', 'the kernel was built with the randstruct plugin'],
];

export function checkTaint(system: System): Verdict {
  const title = 'Kernel taint';
  const text = textOf(system, '/proc/sys/kernel/tainted');
  if (text === undefined || !/^\d+$/.test(text)) {
    return warn('taint', title, 'not to be read', 'it cannot be told whether the kernel is sound');
  }
  const value = BigInt(text);
  const set = TAINTS.filter(([bit]) => (value & (1n << BigInt(bit))) !== 0n);
  const words = set.map(([, letter, meaning]) => `${letter}: ${meaning}`).join('; ');
  const own = textOf(system, `${SYSFS}/taint`) ?? '';
  const found =
    value === 0n
      ? 'none'
      : `${value}${words === '' ? '' : ` (${words})`}${own === '' ? '' : `; by dsmil: ${own}`}`;
  const broken = set.filter(([, letter]) => letter === 'D' || letter === 'L');
  if (broken.length > 0) {
    return warn(
      'taint',
      title,
      found,
      'the kernel is not sound since then: reboot before you rely on the stop',
      ['sudo reboot'],
    );
  }
  return ok('taint', title, found);
}
