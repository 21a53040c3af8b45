// SPDX-License-Identifier: Apache-2.0
// The commands as the shells need them, read from the tree that parses the line.
import type { Command, Option } from 'commander';

export interface CompletionOption {
  /** `--json`, and `-h` where there is one. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What its value is: nothing when it takes none. */
  readonly value: 'file' | 'folder' | 'words' | 'text' | undefined;
  /** For 'words'. */
  readonly words: readonly string[];
}

export interface CompletionNode {
  /** From the program on: [] is the program itself, ['audit', 'search'] a subcommand. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletionOption[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** What may stand after it, where that is one of a few words. */
  readonly words: readonly string[];
}

/** What a shell would take for its own syntax is no name of ours. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const FLAG = /^--?[A-Za-z0-9][A-Za-z0-9-]*$/;

export class CompletionNameError extends Error {
  override readonly name = 'CompletionNameError';
  readonly code = 'ERR_DSMIL_COMPLETION_NAME';

  constructor(name: string) {
    super(
      `${JSON.stringify(name)} cannot be a name of a command or option: letters, digits, - and _`,
    );
  }
}

function checked(name: string, pattern = NAME): string {
  if (!pattern.test(name)) {
    throw new CompletionNameError(name);
  }
  return name;
}

function kindOf(option: Option): CompletionOption['value'] {
  if (!option.required && !option.optional) {
    return undefined;
  }
  if (option.argChoices !== undefined) {
    return 'words';
  }
  const [, name = ''] = /[<[]([a-z-]+)/.exec(option.flags) ?? [];
  if (/^(folder|directory|dir)$/.test(name)) {
    return 'folder';
  }
  return /^(file|path)$/.test(name) ? 'file' : 'text';
}

function optionOf(option: Option): CompletionOption {
  const flags = [option.long, option.short].filter((flag) => flag !== undefined && flag !== null);
  return {
    flags: flags.map((flag) => checked(flag, FLAG)),
    description: option.description,
    value: kindOf(option),
    words: (option.argChoices ?? []).map((word) => checked(word)),
  };
}

const HELP: CompletionOption = {
  flags: ['--help', '-h'],
  description: 'the usage',
  value: undefined,
  words: [],
};

/** Every command below @program and itself; a command before those in it. */
export function completionTree(program: Command): readonly CompletionNode[] {
  const nodes: CompletionNode[] = [];
  const walk = (command: Command, path: readonly string[]): void => {
    const visible = command.options.filter(({ hidden }) => !hidden).map(optionOf);
    nodes.push({
      path,
      description: command.description(),
      options: [...visible, HELP],
      commands: command.commands.map((one) => ({
        name: checked(one.name()),
        description: one.description(),
      })),
      words: command.registeredArguments.flatMap(({ argChoices = [] }) =>
        argChoices.map((word) => checked(word)),
      ),
    });
    for (const one of command.commands) {
      walk(one, [...path, one.name()]);
    }
  };
  walk(program, []);
  return nodes;
}
