// SPDX-License-Identifier: Apache-2.0
// For bash 4 and later, without its completion package.
import type { CompletionNode } from './tree.ts';

/** In the pattern of a case: the words of a path. */
function pattern({ path }: CompletionNode): string {
  return `'${path.join(' ')}'`;
}

function branch(node: CompletionNode): string {
  const commands = node.commands.map(({ name }) => name).join(' ');
  const flags = node.options.flatMap((option) => option.flags);
  const taking = (value: string): string =>
    node.options
      .filter((option) => option.value === value)
      .flatMap((option) => option.flags)
      .join(' ');
  const choices = node.options.flatMap(({ value, flags: names, words }) =>
    value === 'words'
      ? names.map((flag) => `        [[ $1 != ${flag} ]] || one_of='${words.join(' ')}'`)
      : [],
  );
  return [
    `      ${pattern(node)})`,
    `        commands='${commands}' words='${node.words.join(' ')}'`,
    `        flags='${flags.join(' ')}'`,
    `        files='${taking('file')}' folders='${taking('folder')}' texts='${taking('text')} ${taking('words')}'`,
    ...choices,
    '        ;;',
  ].join('\n');
}

export function bashCompletion(nodes: readonly CompletionNode[]): string {
  return `# dsmilctl completion for bash: source this file, or put it in
# ~/.local/share/bash-completion/completions/dsmilctl
_dsmilctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' word before='' skip=''
  local commands words flags files folders texts one_of
  _dsmilctl_node() {
    commands='' words='' flags='' files='' folders='' texts='' one_of=''
    case $path in
${nodes.map(branch).join('\n')}
    esac
  }
  local -i at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    _dsmilctl_node "$word"
    if [[ -n $skip ]]; then
      skip=''
    elif [[ $word == -* ]]; then
      [[ " $files $folders $texts " == *" $word "* ]] && skip=1
    elif [[ " $commands " == *" $word "* ]]; then
      path=\${path:+$path }$word
    fi
    before=$word
  done
  _dsmilctl_node "$before"
  COMPREPLY=()
  if [[ -n $skip && -n $one_of ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$one_of" -- "$current")
  elif [[ -n $skip && " $files " == *" $before "* ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  elif [[ -n $skip && " $folders " == *" $before "* ]]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  elif [[ -n $skip ]]; then
    return 0
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$commands $words" -- "$current")
  fi
}
complete -o filenames -o nosort -F _dsmilctl dsmilctl
`;
}
