// SPDX-License-Identifier: Apache-2.0
// Is this command line meant to stop? Asked before anything complains about the rest of it: a
// mistyped option must not keep a stop from happening.

export interface StopIntent {
  readonly device: string | undefined;
  readonly reason: string | undefined;
}

/** The options of stop that take a value. */
const VALUED: ReadonlySet<string> = new Set(['--device', '--reason', '--timeout', '--socket']);

/** What was asked, or undefined when the command is another one, or help is wanted. */
export function stopIntent(argv: readonly string[]): StopIntent | undefined {
  const values = new Map<string, string>();
  let command: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    const [name = '', ...rest] = argument.split('=');
    if (argument === '--help' || argument === '-h' || argument === '--version') {
      return undefined;
    }
    if (VALUED.has(name)) {
      // The word after it is its value even if it says stop: it was written there as one.
      const value = rest.length > 0 ? rest.join('=') : argv[++i];
      values.set(name, value ?? '');
    } else if (!argument.startsWith('-')) {
      command ??= argument;
    }
  }
  return command === 'stop'
    ? { device: values.get('--device') || undefined, reason: values.get('--reason') }
    : undefined;
}
