/** What the exit codes of a step mean: `short` for one line of help, `meaning` for a page. */
export const exitCodes: readonly {
  readonly code: string;
  readonly short: string;
  readonly meaning: string;
}[] = [
  { code: '0', short: 'passed', meaning: 'passed, and checked' },
  {
    code: '1',
    short: 'the answer is no',
    meaning: 'the answer is no: `failed`, or `inconclusive` where it could not be measured',
  },
  {
    code: '2',
    short: 'bad input',
    meaning: 'bad input or configuration, every mistake at once; nothing was changed',
  },
  {
    code: '3',
    short: 'something outside failed',
    meaning:
      'something outside failed, after the retries: AWS, a registry, the network, a child, a time limit',
  },
  { code: '70', short: 'a bug', meaning: 'a bug of ml-ci, with a stack' },
  {
    code: '130/143',
    short: 'cancelled',
    meaning: 'cancelled by SIGINT or SIGTERM; it says what was left and how to go on',
  },
];
