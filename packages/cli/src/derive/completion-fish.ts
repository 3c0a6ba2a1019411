import {
  type Completion,
  completionOpening,
  environmentsAwk,
  type FlagCompletion,
  type Values,
} from './completion.ts';

/** A script for fish: `ml-ci completion fish | source`. */
export function fishCompletion(completions: readonly Completion[]): string {
  return `${[
    `# ${completionOpening('fish')}`,
    'function __ml_ci_environments',
    '    set -l folder $PWD',
    '    while not test -f $folder/ml-ci.yml',
    '        test -n "$folder"; or return',
    "        set folder (string replace -r '/[^/]*$' '' -- $folder)",
    '    end',
    `    awk ${quoted(environmentsAwk)} $folder/ml-ci.yml`,
    'end',
    '',
    'function __ml_ci_is',
    '    set -l words (commandline -opc)',
    '    test (count $words) -ge 2; and test $words[2] = $argv[1]',
    'end',
    '',
    'function __ml_ci_needs_command',
    '    test (count (commandline -opc)) -eq 1',
    'end',
    '',
    'complete -c ml-ci -f',
    ...completions.flatMap(linesOf),
  ].join('\n')}\n`;
}

function linesOf({ name, summary, flags, words }: Completion): string[] {
  const isIt = `complete -c ml-ci -n '__ml_ci_is ${name}'`;
  return [
    `complete -c ml-ci -n __ml_ci_needs_command -a ${name} -d ${quoted(summary)}`,
    ...flags.map((flag) => `${isIt} -l ${flag.flag}${flagValue(flag)} -d ${quoted(flag.summary)}`),
    ...(words.from === 'free' ? [] : [`${isIt}${offer(words)}`]),
  ];
}

function flagValue({ values }: FlagCompletion): string {
  if (values === undefined) return '';
  return values.from === 'files' ? ' -r -F' : ` -x${offer(values)}`;
}

function offer(values: Values): string {
  switch (values.from) {
    case 'words':
      return ` -a ${quoted(values.words.join(' '))}`;
    case 'environments':
      return " -a '(__ml_ci_environments)'";
    case 'files':
      return ' -F';
    case 'free':
      return '';
  }
}

/** In single quotes of fish only the backslash and the quote are special. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
