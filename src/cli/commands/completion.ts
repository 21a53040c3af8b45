// SPDX-License-Identifier: Apache-2.0
// dsmilctl completion: what a shell offers after `dsmilctl `, written from the tree of commands itself.
import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completionTree } from '../completion/tree.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { ExitCode } from '../failure.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
export type Shell = keyof typeof SHELLS;

export function completionScript(program: Command, shell: Shell): string {
  return SHELLS[shell](completionTree(program));
}

export interface CompletionHost {
  write(text: string): void;
  ended(exit: number): void;
}

const HELP = `
bash   dsmilctl completion bash > ~/.local/share/bash-completion/completions/dsmilctl
zsh    dsmilctl completion zsh > "\${fpath[1]}/_dsmilctl"
fish   dsmilctl completion fish > ~/.config/fish/completions/dsmilctl.fish`;

/** After all others: it offers what is there. */
export function addCompletion(program: Command, { write, ended }: CompletionHost): void {
  program
    .command('completion')
    .description('what your shell offers after dsmilctl: prints a script for it')
    .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(SHELLS)))
    .addHelpText('after', HELP)
    .action((shell: Shell) => {
      write(completionScript(program, shell));
      ended(ExitCode.OK);
    });
}
