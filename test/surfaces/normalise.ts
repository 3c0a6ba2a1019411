import type { RecordedCall } from '@ml-ci/sandbox';

/** What differs from run to run by its nature, and a word that stands for it. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/127\.0\.0\.1:\d+/g, 'HOST'],
  [/\/tmp\/ml-ci-[\w./-]*/g, 'PATH'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  [/\bd-[0-9A-Z]{9}\b/g, 'DEPLOYMENT'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
];

/**
 * The calls of a run in a form that runs can be compared by: without what differs by nature, each once (how often a
 * rollout is looked at depends on the machine), sorted (what is asked at once may come in any order).
 */
export function normaliseCalls(calls: readonly RecordedCall[]): readonly string[] {
  const lines = calls.map(({ action, account, region, input }) =>
    normaliseText(`${action} ${account} ${region} ${JSON.stringify(sorted(withoutNames(action, input)))}`),
  );
  return [...new Set(lines)].sort();
}

/** True for a call that changes something, by its name. */
export function changes(call: string): boolean {
  return !/^[\w-]+:(?:Describe|Get|List|BatchGet|BatchCheck)/.test(call);
}

/** A text without what differs from run to run. */
export function normaliseText(text: string): string {
  return volatile.reduce((kept, [pattern, word]) => kept.replaceAll(pattern, word), text);
}

/** Members that carry the name of the run, which is another on each surface, or a random token. */
const names: Readonly<Record<string, readonly string[]>> = {
  'sts:AssumeRole': ['RoleSessionName'],
  'codedeploy:CreateDeployment': ['description'],
  'ecr:UploadLayerPart': ['uploadId'],
  'ecr:CompleteLayerUpload': ['uploadId'],
  'cloudwatch:DescribeAlarmHistory': ['StartDate', 'EndDate'],
};

function withoutNames(action: string, input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names[action]?.includes(name)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
