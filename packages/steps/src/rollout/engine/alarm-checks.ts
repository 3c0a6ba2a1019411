import type { AlarmState } from '@ml-ci/aws';
import { type ErrorCode, joined, StepError, type Text } from '@ml-ci/core';

/** What an alarm can be about when it is about the thing that is deployed. */
export interface Subject {
  readonly cluster: string;
  readonly service: string;
  /** Names of target groups. */
  readonly targetGroups: readonly string[];
  /** As CloudWatch writes them: `app/name/0123456789abcdef`. */
  readonly loadBalancers: readonly string[];
}

/** One thing that is wrong with an alarm before a rollout. */
export interface AlarmFinding {
  readonly alarm: string;
  readonly code: ErrorCode & `ALARM_${string}`;
  readonly message: string;
  readonly fix: Text;
}

/**
 * What keeps the alarms from guarding a rollout of `subject`. A name that CloudWatch did not return is a finding, never
 * "OK". Those in `allowed` may be red, without data or about something else, but they must exist.
 */
export function findingsOf(
  names: readonly string[],
  found: readonly AlarmState[],
  subject: Subject,
  allowed: readonly string[],
): readonly AlarmFinding[] {
  return names.flatMap((name) => {
    const alarm = found.find((candidate) => candidate.name === name);
    if (!alarm) return [missing(name)];
    if (allowed.includes(name)) return [];
    if (alarm.state === 'ALARM') return [red(alarm)];
    if (!isAbout(alarm, subject, found)) return [foreign(alarm, subject)];
    return alarm.state === 'INSUFFICIENT_DATA' ? [withoutData(alarm)] : [];
  });
}

/** Throws the worst of the findings, with all of them in the text. */
export function refuse(findings: readonly AlarmFinding[]): void {
  const order = ['ALARM_MISSING', 'ALARM_FOREIGN', 'ALARM_RED', 'ALARM_WITHOUT_DATA'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const [worst] = sorted;
  if (!worst) return;
  throw new StepError(worst.code, {
    message: sorted.map(({ message }) => message).join('; '),
    fix: joined(
      sorted.map(({ fix }) => fix),
      '; ',
    ),
  });
}

/** The names in a composite alarm's rule: `ALARM("a") OR NOT OK(b)`. */
export function childNames(rule: string | undefined): readonly string[] {
  const calls = (rule ?? '').matchAll(
    /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^)"'\s]+))\s*\)/g,
  );
  // A child may be named by its ARN, which ends in `:alarm:<name>`.
  return [...calls].map(([, a, b, c]) => (a ?? b ?? c ?? '').replace(/^arn:.*:alarm:/, ''));
}

/** True where the dimensions of the alarm, or of one it is made of, name the subject. */
export function isAbout(alarm: AlarmState, subject: Subject, all: readonly AlarmState[]): boolean {
  if (alarm.type === 'composite') {
    const children = childNames(alarm.rule);
    return all.some(
      (child) => child !== alarm && children.includes(child.name) && isAbout(child, subject, all),
    );
  }
  return alarm.dimensions.some((set) => namesSubject(set, subject));
}

/**
 * True where each dimension whose meaning is known is the subject's, and one is. The cluster alone is not enough: it has
 * other services. Where none is known (a metric of the team's own), the service's name must stand in some value.
 */
function namesSubject(set: Readonly<Record<string, string>>, subject: Subject): boolean {
  const { ServiceName, ClusterName, TargetGroup, LoadBalancer } = set;
  const checks = [
    ServiceName === undefined ? undefined : ServiceName === subject.service,
    TargetGroup === undefined ? undefined : subject.targetGroups.includes(TargetGroup.split('/')[1] ?? ''),
    LoadBalancer === undefined ? undefined : subject.loadBalancers.includes(LoadBalancer),
  ].filter((check) => check !== undefined);
  if (ClusterName !== undefined && ClusterName !== subject.cluster) return false;
  if (checks.length > 0) return checks.every(Boolean);
  return Object.values(set).includes(subject.service);
}

/** How long the alarms need to see trouble: what the slowest looks back on, one period more, and a minute to be published. */
export function bakeNeededMs(alarms: readonly AlarmState[]): number {
  return Math.max(
    0,
    ...alarms
      .filter(({ windowMs }) => windowMs > 0)
      .map(({ windowMs, periodMs }) => windowMs + periodMs + 60_000),
  );
}

/** How long an alarm may stay without data before that is the answer. */
export function dataWaitMs(alarms: readonly AlarmState[]): number {
  return Math.max(0, ...alarms.map(({ windowMs }) => windowMs)) + 120_000;
}

function missing(alarm: string): AlarmFinding {
  return {
    alarm,
    code: 'ALARM_MISSING',
    message: `no alarm "${alarm}" in this account and region, or it may not be seen`,
    fix: 'create it or correct the name; composite alarms need cloudwatch:DescribeAlarms on *',
  };
}

function red({ name, reason }: AlarmState): AlarmFinding {
  return {
    alarm: name,
    code: 'ALARM_RED',
    message: `the alarm "${name}" is in ALARM already: ${reason || 'no reason given'}`,
    fix: ({ input }) => `find out why before anything is deployed, or pass ${input('allow-alarm', name)}`,
  };
}

function foreign({ name, dimensions }: AlarmState, { service }: Subject): AlarmFinding {
  const seen = dimensions
    .map((set) =>
      Object.entries(set)
        .map((pair) => pair.join('='))
        .join(' '),
    )
    .join(', ');
  return {
    alarm: name,
    code: 'ALARM_FOREIGN',
    message: `the alarm "${name}" watches ${seen || 'nothing with a name'}, not the service "${service}"`,
    fix: ({ input }) =>
      `name its load balancer, target group or service in the dimensions, or pass ${input('allow-alarm', name)}`,
  };
}

function withoutData({ name, reason }: AlarmState): AlarmFinding {
  return {
    alarm: name,
    code: 'ALARM_WITHOUT_DATA',
    message: `the alarm "${name}" has no data: ${reason || 'INSUFFICIENT_DATA'}`,
    fix: ({ input }) =>
      `send traffic, have missing data treated as notBreaching where only errors are counted, or pass ${input('insufficient-data', 'pass')}`,
  };
}
