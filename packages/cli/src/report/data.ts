import type { VerdictName } from '@ml-ci/core';
import type { EnvironmentStatus } from '../status/state.ts';

/** Everything that the page of a rehearsal shows. Times are milliseconds on the clock of the sandbox. */
export interface RehearsalReport {
  readonly model: string;
  readonly startedAt: string;
  readonly endpoint: string;
  /** Seconds of the sandbox in a second of the wall. */
  readonly speed: number;
  /** What ran the images, in a sentence that says whether it isolates. */
  readonly engine: string;
  readonly acts: readonly Act[];
  readonly environments: readonly EnvironmentStatus[];
}

/** One release that was tried. */
export interface Act {
  readonly title: string;
  /** What happened, in a sentence. */
  readonly outcome: string;
  readonly tone: Tone;
  readonly steps: readonly ActStep[];
  readonly promotions: readonly Promotion[];
  readonly timeline: Timeline | undefined;
}

export type Tone = 'good' | 'bad' | 'plain';

export interface ActStep {
  readonly title: string;
  readonly verdict: VerdictName;
  readonly reason: string | undefined;
  /** Milliseconds of the sandbox. */
  readonly durationMs: number;
}

/** A row of the promotion table. */
export interface Promotion {
  readonly environment: string;
  readonly tag: string;
  readonly digest: string;
  readonly bytesMoved: number;
  readonly blobsMounted: number;
  readonly blobsSkipped: number;
}

/** What users of one environment met while a release was rolled out. */
export interface Timeline {
  readonly environment: string;
  readonly samples: readonly Sample[];
  readonly events: readonly TimelineEvent[];
}

export interface Sample {
  readonly atMs: number;
  readonly arms: readonly Arm[];
  readonly alarms: Readonly<Record<string, string>>;
}

/** One release that serves: its share of the weights, and the requests since the last sample. */
export interface Arm {
  readonly release: string;
  /** Percent. */
  readonly weight: number;
  readonly requests: number;
  readonly errors: number;
}

export interface TimelineEvent {
  readonly atMs: number;
  readonly text: string;
  readonly tone: Tone;
}
