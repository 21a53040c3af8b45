// SPDX-License-Identifier: Apache-2.0
// For zsh: names with their descriptions, by _describe.
import { singleQuoted } from './quote.ts';
import type { CompletionNode } from './tree.ts';

/** In _describe's lists a colon ends the name. */
function item(name: string, description: string): string {
  return singleQuoted(`${name.replaceAll(':', '\\:')}:${description.replaceAll(':', '\\:')}`);
}

function branch(node: CompletionNode): string {
  const words = [
    ...node.commands.map(({ name, description }) => item(name, description)),
    ...node.words.map((word) => item(word, '')),
  ];
  const flags = node.options.flatMap(({ flags: names, description }) =>
    names.map((name) => item(name, description)),
  );
  const taking = (...values: readonly unknown[]): string =>
    node.options
      .filter(({ value }) => values.includes(value))
      .flatMap((option) => option.flags)
      .join(' ');
  return [
    `    ${singleQuoted(node.path.join(' '))})`,
    `      words_here=(${words.join(' ')})`,
    `      names_here=(${[...node.commands.map(({ name }) => name)].join(' ')})`,
    `      flags_here=(${flags.join(' ')})`,
    `      files_here=(${taking('file', 'folder')})`,
    `      texts_here=(${taking('text', 'words')})`,
    '      ;;',
  ].join('\n');
}

export function zshCompletion(nodes: readonly CompletionNode[]): string {
  return `#compdef dsmilctl
# dsmilctl completion for zsh: put this file as _dsmilctl in a folder of $fpath.
_dsmilctl_node() {
  case $1 in
${nodes.map(branch).join('\n')}
  esac
}
_dsmilctl() {
  local -a words_here names_here flags_here files_here texts_here
  local at_path='' word skip='' before=''
  integer at
  _dsmilctl_node ''
  for ((at = 2; at < CURRENT; at++)); do
    word=$words[at]
    if [[ -n $skip ]]; then
      skip=''
    elif [[ $word == -* ]]; then
      (( $files_here[(Ie)$word] || $texts_here[(Ie)$word] )) && skip=1
    elif (( $names_here[(Ie)$word] )); then
      at_path="\${at_path:+$at_path }$word"
      _dsmilctl_node "$at_path"
    fi
    before=$word
  done
  if [[ -n $skip ]]; then
    (( $files_here[(Ie)$before] )) && _files
  elif [[ $words[CURRENT] == -* ]]; then
    _describe -o option flags_here
  else
    _describe command words_here
  fi
}
compdef _dsmilctl dsmilctl
`;
}
