/** The phases of a build that have commands, in their order. */
export const phaseNames = ['install', 'pre_build', 'build', 'post_build'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** How one phase went. */
export interface PhaseResult {
  readonly phase: PhaseName | 'upload_artifacts';
  readonly status: 'succeeded' | 'failed' | 'skipped' | 'stopped';
  readonly seconds: number;
  /** Of the command that failed. */
  readonly exitCode?: number;
  /** What failed, in words. */
  readonly message?: string;
}

/** How one build went. */
export interface BuildResult {
  readonly id: string;
  readonly status: 'succeeded' | 'failed' | 'stopped';
  readonly phases: readonly PhaseResult[];
  /** How often the build was started again because a phase asked for it. */
  readonly retries: number;
  readonly exportedVariables: readonly { readonly name: string; readonly value: string }[];
  /** Files that were collected, relative to `folder`. */
  readonly artifacts: readonly string[];
  readonly reports: readonly string[];
  /** Where what was collected lies. */
  readonly folder: string;
}
