import type { CloudWatchRegion } from '../cloudwatch/region.ts';
import { mergeSets, type StatisticSet, sampleSet } from '../cloudwatch/statistic-set.ts';

/** One request that was answered. */
export interface Answered {
  /** When it was answered, on the clock. */
  readonly atMs: number;
  readonly status: number;
  /** Who made the answer: an error of the balancer is not one of the target. */
  readonly by: 'target' | 'balancer';
  /** `targetgroup/…`; undefined where none was chosen. */
  readonly group: string | undefined;
  /** Seconds of the wall between the last byte of the request and the first of the answer. */
  readonly seconds: number | undefined;
}

/** What happened in one second of the clock to one target group. */
export interface TimelineSecond {
  readonly second: number;
  readonly group: string | undefined;
  readonly requests: number;
  /** Answers with 5XX, by target or balancer. */
  readonly errors: number;
}

interface Total {
  readonly minuteMs: number;
  readonly name: string;
  readonly group: string | undefined;
  set: StatisticSet;
}

const minuteMs = 60_000;
/** Seconds that are kept: more than a rehearsal lasts. */
const longestTimeline = 200_000;

/** Counts the requests of one load balancer, and publishes each minute when it is over, as ELB does. */
export class Meter {
  readonly #balancer: string;
  readonly #totals = new Map<string, Total>();
  readonly #seconds = new Map<string, TimelineSecond>();

  constructor(balancer: string) {
    this.#balancer = balancer;
  }

  count(answer: Answered): void {
    const { atMs, by, group, seconds, status } = answer;
    const kind = `${Math.floor(status / 100)}XX`;
    // A request for which no target could be chosen is no request in the sense of RequestCount.
    if (group !== undefined && status !== 503) this.#add(atMs, 'RequestCount', group, 1);
    if (by === 'target') this.#add(atMs, `HTTPCode_Target_${kind}_Count`, group, 1);
    // AWS gives what the balancer itself answered by load balancer only, not by target group
    if (by === 'balancer' && status >= 400) {
      this.#add(atMs, `HTTPCode_ELB_${kind}_Count`, undefined, 1);
      if (status >= 500) this.#add(atMs, `HTTPCode_ELB_${status}_Count`, undefined, 1);
    }
    if (seconds !== undefined) this.#add(atMs, 'TargetResponseTime', group, Math.round(seconds * 1e6) / 1e6);
    this.#note(answer);
  }

  /** Publishes the minutes that ended by `untilMs`. What did not happen has no metric: zero errors are no datapoint. */
  publish(region: CloudWatchRegion, untilMs: number): void {
    for (const [key, total] of this.#totals) {
      if (total.minuteMs + minuteMs > untilMs) continue;
      this.#totals.delete(key);
      this.#put(region, total.name, total.group, total.minuteMs, total.set);
    }
  }

  /** Publishes the hosts of a target group for the minute before `untilMs`. */
  publishHosts(
    region: CloudWatchRegion,
    untilMs: number,
    group: string,
    healthy: number,
    unhealthy: number,
  ): void {
    this.#put(region, 'HealthyHostCount', group, untilMs - minuteMs, sampleSet(healthy));
    this.#put(region, 'UnHealthyHostCount', group, untilMs - minuteMs, sampleSet(unhealthy));
  }

  /** Every second with a request, oldest first. */
  timeline(): readonly TimelineSecond[] {
    return [...this.#seconds.values()].sort((a, b) => a.second - b.second);
  }

  #add(atMs: number, name: string, group: string | undefined, value: number): void {
    const start = Math.floor(atMs / minuteMs) * minuteMs;
    for (const of of group === undefined ? [undefined] : [undefined, group]) {
      const key = `${start}/${name}/${of ?? ''}`;
      const set = mergeSets(this.#totals.get(key)?.set, sampleSet(value));
      this.#totals.set(key, { minuteMs: start, name, group: of, set });
    }
  }

  #note({ atMs, group, status }: Answered): void {
    const second = Math.floor(atMs / 1_000);
    const key = `${second}/${group ?? ''}`;
    const known = this.#seconds.get(key);
    const requests = (known?.requests ?? 0) + 1;
    const errors = (known?.errors ?? 0) + (status >= 500 ? 1 : 0);
    this.#seconds.set(key, { second, group, requests, errors });
    const [oldest] = this.#seconds.keys();
    if (this.#seconds.size > longestTimeline && oldest !== undefined) this.#seconds.delete(oldest);
  }

  #put(
    region: CloudWatchRegion,
    name: string,
    group: string | undefined,
    atMs: number,
    set: StatisticSet,
  ): void {
    const balancer = { Name: 'LoadBalancer', Value: this.#balancer };
    const dimensions = group === undefined ? [balancer] : [{ Name: 'TargetGroup', Value: group }, balancer];
    const unit = name === 'TargetResponseTime' ? 'Seconds' : 'Count';
    region.metrics.put({ namespace: 'AWS/ApplicationELB', name, dimensions }, atMs, set, unit);
  }
}
