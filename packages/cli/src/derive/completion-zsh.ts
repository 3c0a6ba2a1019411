// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are parameters of a shell

import { shellQuote } from '@ml-ci/core';
import {
  type Completion,
  completionOpening,
  environmentsAwk,
  type FlagCompletion,
  type Values,
} from './completion.ts';

/** A script for zsh: `source <(ml-ci completion zsh)`, or the file `_ml-ci` in a folder of `fpath`. */
export function zshCompletion(completions: readonly Completion[]): string {
  return `${[
    '#compdef ml-ci',
    `# ${completionOpening('zsh')}`,
    '_ml_ci_environments() {',
    '  local folder=$PWD',
    '  while [[ ! -f $folder/ml-ci.yml ]]; do',
    '    [[ -n $folder ]] || return 1',
    '    folder=${folder%/*}',
    '  done',
    '  local -a names',
    `  names=(\${(f)"$(awk ${shellQuote(environmentsAwk)} "$folder/ml-ci.yml")"})`,
    '  compadd -a names',
    '}',
    '',
    '_ml_ci() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a names',
    '    names=(',
    ...completions.map(({ name, summary }) => `      ${shellQuote(`${name}:${escaped(summary)}`)}`),
    '    )',
    "    _describe -t commands 'command' names",
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $command in',
    ...completions.flatMap(argumentsOf),
    '  esac',
    '}',
    '',
    '# as a file of fpath it is called at once; sourced, it is registered',
    'if [[ ${funcstack[1]-} == _ml-ci ]]; then _ml_ci "$@"; else compdef _ml_ci ml-ci; fi',
  ].join('\n')}\n`;
}

function argumentsOf({ name, flags, words }: Completion): string[] {
  return [
    `    ${name})`,
    '      _arguments \\',
    ...flags.map((flag) => `        ${shellQuote(flagSpec(flag))} \\`),
    "        '--help[what it does and takes]' \\",
    `        ${shellQuote(`*:word:${action(words)}`)}`,
    '      ;;',
  ];
}

function flagSpec({ flag, summary, placeholder, values }: FlagCompletion): string {
  const head = `*--${flag}${values === undefined ? '' : '='}[${escaped(summary)}]`;
  return values === undefined ? head : `${head}:${escaped(placeholder)}:${action(values)}`;
}

function action(values: Values): string {
  switch (values.from) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'environments':
      return '_ml_ci_environments';
    case 'files':
      return '_files';
    case 'free':
      return ' ';
  }
}

/** Colons and brackets end a part of a specification of zsh. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, '\\$&');
}
