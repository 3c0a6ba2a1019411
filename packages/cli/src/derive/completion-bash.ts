// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are parameters of a shell

import { shellQuote } from '@ml-ci/core';
import { type Completion, completionOpening, environmentsAwk, type Values } from './completion.ts';

/** A script for bash, 3.2 of macOS included: `source <(ml-ci completion bash)`. */
export function bashCompletion(completions: readonly Completion[]): string {
  return `${[
    `# ${completionOpening('bash')}`,
    '_ml_ci_environments() {',
    '  local folder=$PWD',
    '  while [ ! -f "$folder/ml-ci.yml" ]; do',
    '    [ -n "$folder" ] || return 0',
    '    folder=${folder%/*}',
    '  done',
    `  awk ${shellQuote(environmentsAwk)} "$folder/ml-ci.yml"`,
    '}',
    '',
    '_ml_ci_offer() { COMPREPLY=($(compgen -W "$1" -- "$current")); }',
    '',
    '_ml_ci_files() {',
    "  local IFS=$'\\n'",
    '  compopt -o filenames 2>/dev/null || :',
    '  COMPREPLY=($(compgen -f -- "$current"))',
    '}',
    '',
    '_ml_ci() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}',
    '  COMPREPLY=()',
    '  # bash makes three words of --flag=value',
    '  if [ "$current" = \'=\' ]; then current=; elif [ "$previous" = \'=\' ]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    _ml_ci_offer ${shellQuote([...completions.map(({ name }) => name), '--help', '--version'].join(' '))}`,
    '    return',
    '  fi',
    '  case "${COMP_WORDS[1]} $previous" in',
    ...completions.flatMap(valueCases),
    '  esac',
    '  case "${COMP_WORDS[1]} $current" in',
    ...completions.flatMap(wordCases),
    '  esac',
    '}',
    '',
    'complete -F _ml_ci ml-ci',
  ].join('\n')}\n`;
}

function valueCases({ name, flags }: Completion): string[] {
  return flags.flatMap(({ flag, values }) =>
    values === undefined ? [] : [`    '${name} --${flag}') ${offer(values)}; return ;;`],
  );
}

function wordCases({ name, flags, words }: Completion): string[] {
  const names = [...flags.map(({ flag }) => `--${flag}`), '--help'].join(' ');
  return [
    `    '${name} -'*) _ml_ci_offer ${shellQuote(names)} ;;`,
    ...(words.from === 'free'
      ? [`    '${name} ') _ml_ci_offer ${shellQuote(names)} ;;`]
      : [`    '${name} '*) ${offer(words)} ;;`]),
  ];
}

function offer(values: Values): string {
  switch (values.from) {
    case 'words':
      return `_ml_ci_offer ${shellQuote(values.words.join(' '))}`;
    case 'environments':
      return '_ml_ci_offer "$(_ml_ci_environments)"';
    case 'files':
      return '_ml_ci_files';
    case 'free':
      return ':';
  }
}
