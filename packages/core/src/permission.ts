/** The sides of a step that reads from one environment and writes to another: the inputs that name them. */
export const sides = ['from', 'to'] as const;
export type Side = (typeof sides)[number];

/** IAM actions that a step calls, with the resources it calls them on. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARN patterns with `${region}`, `${account}` and `${repository}`-like names, or `*` with a `why`. */
  readonly resources: readonly string[];
  /** Holds the actions to this: `{ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }`. */
  readonly condition?: { readonly StringEquals: Readonly<Record<string, string>> };
  /** Which environment's role needs it, by the input that names the environment; unset where that of every one does. */
  readonly side?: Side;
  /** For `*`: the AWS page that demands it, behind a word of ours and a colon where it needs one. */
  readonly why?: string;
  /** The call of ours for which AWS checks these too; no call of ours has their name. */
  readonly implied?: string;
}
