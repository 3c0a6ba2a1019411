import { plural } from '@ml-ci/core';

/** How one environment stands. */
export interface EnvironmentStatus {
  readonly name: string;
  /** `ecr 111111111111 eu-west-1 dev/model`, `registry host/path`, `layout folder`. */
  readonly where: string;
  /** The newest image in the repository. */
  readonly image: ImageStatus | undefined;
  readonly service: ServiceStatus | undefined;
  readonly alarms: readonly {
    readonly name: string;
    readonly state: string;
    readonly since: string | undefined;
  }[];
  /** Why the environment could not be read; then the rest is unknown. */
  readonly problem?: string;
}

export interface ImageStatus {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: string | undefined;
}

export interface ServiceStatus {
  readonly name: string;
  /** The digest that the running tasks report, or undefined where they disagree or none runs. */
  readonly digest: string | undefined;
  readonly running: number;
  readonly desired: number;
  /** Of the deployment that brought what serves: when, by whom, its id. */
  readonly since: string | undefined;
  readonly by: string | undefined;
  /** A rollout under way: its id and status. */
  readonly rollout: string | undefined;
}

/** `sha256:1234567890ab`: enough to tell digests apart by eye. */
export function shortDigest(digest: string): string {
  const [algorithm, hex = ''] = digest.split(':');
  return `${algorithm}:${hex.slice(0, 12)}`;
}

/** The row of an environment in the table of `ml-ci status`. */
export function statusRow(status: EnvironmentStatus): readonly string[] {
  if (status.problem !== undefined) return [status.name, 'could not be read', '', '', '', ''];
  const { image, service, alarms } = status;
  const newest =
    image === undefined ? 'no image' : `${image.tags.join(', ') || 'untagged'} ${shortDigest(image.digest)}`;
  return [
    status.name,
    newest,
    serves(status),
    service?.since === undefined ? '' : minuteOf(service.since),
    service?.rollout ?? '',
    alarms.map(({ name, state }) => `${name} ${state}`).join(', '),
  ];
}

function serves({ image, service }: EnvironmentStatus): string {
  if (service === undefined) return '–';
  if (service.digest === undefined)
    return `nothing certain (${service.running} of ${plural(service.desired, 'task')})`;
  const isNewest = service.digest === image?.digest ? '' : ' (not the newest)';
  return `${shortDigest(service.digest)}${isNewest}, ${service.running} of ${plural(service.desired, 'task')}`;
}

/** `2026-11-23 02:18`, in UTC. */
function minuteOf(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
