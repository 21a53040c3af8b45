// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../../src/cli/commands/completion.ts';
import { bashCompletion } from '../../../src/cli/completion/bash.ts';
import { fishQuoted, singleQuoted } from '../../../src/cli/completion/quote.ts';
import { CompletionNameError, completionTree } from '../../../src/cli/completion/tree.ts';
import { runs } from '../core/runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'dsmil-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(): Command {
  const top = new Command('dsmilctl').option('--device <path>', 'it’s $(touch x) `y` "z"');
  const audit = top.command('audit').description("the log's");
  audit
    .command('search <text>')
    .description('find: what')
    .option('-n, --limit <n>', 'how many')
    .option('--into <folder>', 'where');
  audit.command('verify').addOption(new Option('--mode <mode>', 'how').choices(['fast', 'whole']));
  top
    .command('recover')
    .addArgument(new Argument('[action]').choices(['clear', 'sign']))
    .addOption(new Option('--hidden <x>', 'not shown').hideHelp());
  return top;
}

/** What real bash offers for each line; the cursor is at its end. */
function offered(lines: readonly string[]): string[][] {
  const script = join(folder, 'complete.bash');
  const asks = lines.map((line) => {
    const words = line.split(' ').map(singleQuoted).join(' ');
    return `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _dsmilctl; echo "\${COMPREPLY[*]}"`;
  });
  writeFileSync(
    script,
    `${bashCompletion(completionTree(program()))}\nset -eu\n${asks.join('\n')}\n`,
  );
  const out = execFileSync('bash', ['--norc', script], { cwd: folder, encoding: 'utf8' });
  return out
    .split('\n')
    .slice(0, lines.length)
    .map((line) => line.split(' ').filter((word) => word !== ''));
}

describe('what bash offers', () => {
  it('is what there is, where it is', () => {
    writeFileSync(join(folder, 'a-file'), '');
    const asked: readonly (readonly [line: string, expected: readonly string[]])[] = [
      ['dsmilctl ', ['audit', 'recover']],
      ['dsmilctl au', ['audit']],
      ['dsmilctl nothing-like-it', []],
      ['dsmilctl -', ['--device', '--help', '-h']],
      ['dsmilctl audit ', ['search', 'verify']],
      ['dsmilctl audit search -', ['--limit', '-n', '--into', '--help', '-h']],
      ['dsmilctl audit search --limit ', []],
      ['dsmilctl audit search --limit 3 --i', ['--into']],
      ['dsmilctl audit search audit --l', ['--limit']],
      ['dsmilctl audit verify --mode ', ['fast', 'whole']],
      ['dsmilctl audit verify --mode w', ['whole']],
      ['dsmilctl --device audit re', ['recover']],
      ['dsmilctl --device a-', ['a-file']],
      ['dsmilctl recover ', ['clear', 'sign']],
      ['dsmilctl recover clear --', ['--help']],
    ];
    expect(offered(asked.map(([line]) => line))).toEqual(asked.map(([, expected]) => expected));
  });
});

describe('the scripts', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('for %s name every command and option', (shell) => {
    const script = completionScript(program(), shell);
    for (const node of completionTree(program())) {
      for (const word of [...node.commands.map(({ name }) => name), ...node.words]) {
        expect(script).toContain(word);
      }
      for (const flag of node.options.flatMap(({ flags }) => flags)) {
        expect(script).toContain(shell === 'fish' ? flag.replace(/^--?/, '') : flag);
      }
    }
    expect(script).not.toContain('hidden');
  });

  it('take no name that a shell would understand otherwise', () => {
    const bad = new Command('dsmilctl');
    bad.command('$(reboot)');
    expect(() => completionTree(bad)).toThrow(CompletionNameError);
  });

  it('quote every text so that it is itself (P)', () => {
    const texts = fc.sample(fc.string({ unit: fc.constantFrom(...'a\'"`$\\(){};#! ') }), runs(200));
    const script = texts.map((text) => `printf '%s\\n' ${singleQuoted(text)}`).join('\n');
    const out = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    expect(out).toBe(texts.map((text) => `${text}\n`).join(''));
    expect(fishQuoted("a'b\\c\nd")).toBe("'a\\'b\\\\c d'");
  });
});
