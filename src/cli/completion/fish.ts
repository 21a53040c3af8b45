// SPDX-License-Identifier: Apache-2.0
// For fish: a line for each command and option, with where it belongs.
import { fishQuoted } from './quote.ts';
import type { CompletionNode, CompletionOption } from './tree.ts';

function optionLine(
  condition: string,
  { flags, description, value, words }: CompletionOption,
): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const takes =
    value === undefined
      ? ''
      : value === 'file' || value === 'folder'
        ? ' -r -F'
        : ` -x${words.length > 0 ? ` -a ${fishQuoted(words.join(' '))}` : ''}`;
  return `complete -c dsmilctl -n ${condition} ${names.join(' ')}${takes} -d ${fishQuoted(description)}`;
}

function branch(node: CompletionNode): readonly string[] {
  const condition = fishQuoted(`test (__dsmilctl_path) = ${fishQuoted(node.path.join(' '))}`);
  return [
    ...node.commands.map(
      ({ name, description }) =>
        `complete -c dsmilctl -n ${condition} -f -a ${name} -d ${fishQuoted(description)}`,
    ),
    ...node.words.map((word) => `complete -c dsmilctl -n ${condition} -f -a ${word}`),
    ...node.options.map((option) => optionLine(condition, option)),
  ];
}

export function fishCompletion(nodes: readonly CompletionNode[]): string {
  const paths = nodes.filter(({ path }) => path.length > 0).map(({ path }) => path.join(' '));
  return `# dsmilctl completion for fish: put this file as dsmilctl.fish in ~/.config/fish/completions.
function __dsmilctl_path
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l further (string trim -- "$at $word")
    if contains -- "$further" ${paths.map(fishQuoted).join(' ')}
      set at $further
    end
  end
  # One word, also when it is empty.
  echo -n -- $at | string collect --allow-empty
end
complete -c dsmilctl -f
${nodes.flatMap(branch).join('\n')}
`;
}
