// SPDX-License-Identifier: Apache-2.0
/** Reads what kernel/Documentation promises, so that it can be compared with what is so. */

export interface CallSection {
  readonly name: string;
  readonly nr: number;
  readonly struct: string;
  readonly file: string;
  /** Names of the fields that EINVAL may be about. */
  readonly fields: readonly string[];
  /** By errno: the reasons that come with it; none when it comes by itself. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

export interface ReasonRow {
  readonly number: number;
  readonly name: string;
  readonly errno: string;
  readonly meaning: string;
}

export class DocumentError extends Error {
  readonly code = 'DOCUMENT';
}

/** Of a field list (`:name: text`, continued by indentation), the names and texts. */
function fieldList(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of lines) {
    const [, name, text] = /^:([A-Za-z0-9]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) {
      if (fields.has(name)) {
        throw new DocumentError(`two fields '${name}' in one section: ${line}`);
      }
      fields.set(name, text);
      last = name;
    } else if (/^ {3}\S/.test(line) && last !== '') {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    } else {
      last = '';
    }
  }
  return fields;
}

function wanted(fields: ReadonlyMap<string, string>, name: string, call: string): string {
  const text = fields.get(name);
  if (text === undefined) {
    throw new DocumentError(`${call} has no field :${name}:`);
  }
  return text;
}

function section(name: string, lines: readonly string[]): CallSection {
  const fields = fieldList(lines);
  const struct = /^``struct (\w+)``$/.exec(wanted(fields, 'Argument', name))?.[1];
  if (struct === undefined) {
    throw new DocumentError(`${name}: :Argument: wants to be \`\`struct name\`\``);
  }
  const errors = [...fields].filter(([key]) => key.startsWith('E') && key !== 'EINVAL');
  return {
    name,
    nr: Number(wanted(fields, 'Number', name)),
    struct,
    file: wanted(fields, 'File', name),
    fields: [...(fields.get('EINVAL') ?? '').matchAll(/``(\w+)``/g)].map((match) => match[1] ?? ''),
    errors: new Map(
      errors.map(([errno, text]) => [
        errno,
        [...text.matchAll(/\b[A-Z][A-Z_]{3,}\b/g)].map((match) => match[0]),
      ]),
    ),
  };
}

/** The sections of ioctl.rst that are calls, in their order. */
export function callSections(text: string): CallSection[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) =>
    /^DSMIL_IOC_\w+$/.test(line) && /^-+$/.test(lines[at + 1] ?? '') ? [at] : [],
  );
  const end = lines.indexOf('Reasons');
  return starts.map((at, i) =>
    section(
      (lines[at] ?? '').slice('DSMIL_IOC_'.length),
      lines.slice(at + 2, starts[i + 1] ?? end),
    ),
  );
}

/** The table at the end of ioctl.rst. */
export function reasonRows(text: string): ReasonRow[] {
  const rows = /\* - (\d+)\n\s+- (\w+)\n\s+- (\w+)\n\s+- (.+)/g;
  return [...text.matchAll(rows)].map(([, number, name, errno, meaning]) => ({
    number: Number(number),
    name: name ?? '',
    errno: errno ?? '',
    meaning: meaning ?? '',
  }));
}

/** Which errno each reason comes with: the one switch of core/policy.c that says so. */
export function reasonErrnos(policy: string): {
  readonly named: ReadonlyMap<string, string>;
  readonly other: string;
} {
  const body = /int dsmil_reason_errno\(u32 reason\)\n\{\n([\s\S]*?)\n\}/.exec(policy)?.[1];
  const other = /default:\s+return -(\w+);/.exec(body ?? '')?.[1];
  if (body === undefined || other === undefined) {
    throw new DocumentError('core/policy.c has no dsmil_reason_errno() of the known form');
  }
  const named = new Map<string, string>();
  for (const [, cases, errno] of body.matchAll(
    /((?:case DSMIL_REASON_\w+:\s+)+)return -?(\w+);/g,
  )) {
    for (const [, reason] of (cases ?? '').matchAll(/DSMIL_REASON_(\w+)/g)) {
      named.set(reason ?? '', errno ?? '');
    }
  }
  return { named, other };
}

/** What the table of core/dispatch.c demands of a file, in the document's words. */
export function callFiles(dispatch: string): Map<string, string> {
  const rows = dispatch.matchAll(/^\tCALL\((\w+), (\w+), ([^,]+), \w+\),$/gm);
  return new Map(
    [...rows].map(([, name, , flags]) => [
      name ?? '',
      /\bRAWIO\b/.test(flags ?? '')
        ? 'read-write, opened with CAP_SYS_RAWIO'
        : /\bW\b/.test(flags ?? '')
          ? 'read-write'
          : 'any',
    ]),
  );
}

/** The `What:` lines of ABI documents. */
export function abiEntries(text: string): string[] {
  return [...text.matchAll(/^What:\t+(\S+)$/gm)].map((match) => match[1] ?? '');
}

/** The names of errnos, as x86-64 has them, that a call can answer with. */
export const ERRNO_NAMES: Readonly<Record<number, string>> = {
  2: 'ENOENT',
  4: 'EINTR',
  5: 'EIO',
  6: 'ENXIO',
  7: 'E2BIG',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  16: 'EBUSY',
  17: 'EEXIST',
  19: 'ENODEV',
  22: 'EINVAL',
  25: 'ENOTTY',
  28: 'ENOSPC',
  95: 'EOPNOTSUPP',
  110: 'ETIMEDOUT',
  116: 'ESTALE',
  125: 'ECANCELED',
};

export interface Answer {
  readonly nr: number;
  readonly error: number;
  readonly reason: number;
  readonly field: number;
}

/** What the module was seen to answer: lines of its tracepoint dsmil_call. */
export function answers(trace: string): Answer[] {
  const lines = trace.matchAll(
    /dsmil_call: nr=(0x[0-9a-f]+) error=(-?\d+) reason=(\d+) field=(\d+)/g,
  );
  return [...lines].map(([, nr, error, reason, field]) => ({
    nr: Number(nr),
    error: Number(error),
    reason: Number(reason),
    field: Number(field),
  }));
}

const COMMON = new Set(['ENODEV', 'EFAULT', 'E2BIG', 'ENOMEM', 'EINTR', 'ENOTTY']);

/** Why this answer is not one that the document has; undefined: it has it. */
export function undocumented(
  answer: Answer,
  calls: readonly CallSection[],
  reasons: readonly ReasonRow[],
  fieldAt: (struct: string, offset: number) => string | undefined,
): string | undefined {
  const call = calls.find((candidate) => candidate.nr === answer.nr);
  const errno = ERRNO_NAMES[-answer.error];
  const reason = reasons.find((row) => row.number === answer.reason)?.name;
  const saw = `0x${answer.nr.toString(16)} ${call?.name} answered ${errno ?? answer.error}, reason ${reason ?? answer.reason}, field ${answer.field}`;
  if (call === undefined || (answer.error !== 0 && errno === undefined)) {
    return saw;
  }
  if (errno === undefined) {
    return answer.reason === 0 ? undefined : saw;
  }
  if (errno === 'EINVAL') {
    const name = fieldAt(call.struct, answer.field);
    return name === 'header' || (name !== undefined && call.fields.includes(name))
      ? undefined
      : `${saw}: ${name}`;
  }
  const ofFile =
    errno === 'EACCES' &&
    ((reason === 'FILE_READ_ONLY' && call.file !== 'any') ||
      (reason === 'NO_CAPABILITY' && call.file.includes('CAP_SYS_RAWIO')));
  const documented = call.errors.get(errno);
  const known =
    reason === undefined
      ? documented?.length === 0 || COMMON.has(errno)
      : documented?.includes(reason);
  return ofFile || known === true ? undefined : saw;
}
