// SPDX-License-Identifier: Apache-2.0
// In the machine: what two persons do with dsmilctl. In one process, as to start one takes seconds there.
//
// usage: node people.ts ROOT start SECONDS    from latched to run; how long the first reset is tried: a stop that is still
//                                             being acknowledged takes none
//        node people.ts ROOT write ID         writes 7 to data0 of 0x8003
// ROOT is where dsmil-tools is.
import { setTimeout as sleep } from 'node:timers/promises';

const [root = '', what, argument = ''] = process.argv.slice(2);
const { runProgram } = (await import(
  `${root}/dist/cli/program.js`
)) as typeof import('../../../src/cli/program.ts');

interface Said {
  readonly status: number;
  readonly lines: readonly string[];
}

/** What it says is passed on. */
async function ctl(person: string, ...command: readonly string[]): Promise<Said> {
  let said = '';
  const stdout = Object.create(process.stdout, {
    write: {
      value: (text: string) => {
        said += text;
        return process.stdout.write(text);
      },
    },
  }) as NodeJS.WriteStream;
  const host = Object.create(process, { stdout: { value: stdout } }) as NodeJS.Process;
  const who = ['--as', `demo:${person}`, '--key', `/root/${person}.key`, '--timeout', '60000'];
  const status = await runProgram([...command, ...who], host);
  return { status, lines: said.trim().split('\n') };
}

async function could(person: string, ...command: readonly string[]): Promise<boolean> {
  return (await ctl(person, ...command)).status === 0;
}

async function start(): Promise<boolean> {
  const until = performance.now() + Number(argument) * 1_000;
  while (!(await could('ann', 'reset', '--yes'))) {
    if (performance.now() > until) {
      return false;
    }
    await sleep(500);
  }
  return (await could('bob', 'reset', '--yes')) && (await could('ann', 'start', '--yes'));
}

/** The second person looks at what waits, and says yes. */
async function yes(verb: string): Promise<boolean> {
  const { lines } = await ctl('bob', verb);
  return await could('bob', verb, (lines.at(-1) ?? '').split(' ', 1)[0] ?? '', '--yes');
}

async function write(): Promise<boolean> {
  const asked = ['op', 'write', '0x8003', '--register', 'data0', '--value', '7'];
  const rest = ['--justification', 'a new value', '--id', argument];
  await ctl('ann', ...asked, ...rest, '--wait', '1');
  return (
    (await yes('confirm')) &&
    (await yes('approve')) &&
    (await could('ann', ...asked, ...rest, '--wait', '120'))
  );
}

process.exit((await (what === 'write' ? write() : start())) ? 0 : 1);
