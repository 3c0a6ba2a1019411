import type { Files } from '@ml-ci/core';

/** How things stood at one moment of a rollout. */
export interface Sample {
  /** ISO 8601, on the clock of the run. */
  readonly at: string;
  readonly event: string;
  /** Percent of the traffic that the new version has. */
  readonly traffic: number;
  readonly tasks: { readonly running: number; readonly desired: number };
  readonly alarms: Readonly<Record<string, string>>;
}

/** What a rollout leaves behind for whoever asks later: what was asked, what happened when, how it ended. */
export interface RolloutRecord {
  readonly id: string;
  readonly environment: string;
  readonly target: string;
  readonly digest: string;
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: string;
  readonly reason?: string;
  /** Where it ran against an endpoint that is not AWS's own. */
  readonly rehearsal?: string;
  readonly samples: readonly Sample[];
}

/** Collects the samples of a rollout and writes its record. */
export class Timeline {
  readonly #samples: Sample[] = [];
  #lastLine = '';

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  add(sample: Sample): void {
    this.#samples.push(sample);
  }

  /** True where a line says something else than the one before it. */
  isNews(line: string): boolean {
    const isNew = line !== this.#lastLine;
    this.#lastLine = line;
    return isNew;
  }

  /** Writes `.ml-ci/rollouts/<id>.json` and returns its path. */
  async write(files: Files, record: Omit<RolloutRecord, 'samples'>): Promise<string> {
    const path = await files.state(`rollouts/${record.id}.json`);
    await files.write(path, `${JSON.stringify({ ...record, samples: this.#samples }, undefined, 2)}\n`);
    return path;
  }
}
