/** IAM actions that a step calls, with the resources it calls them on. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARN patterns with `${region}`, `${account}` and `${repository}`-like names, or `*` with a `why`. */
  readonly resources: readonly string[];
  /** Holds the actions to this: `{ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }`. */
  readonly condition?: { readonly StringEquals: Readonly<Record<string, string>> };
  /** For `*`: the AWS page that demands it. */
  readonly why?: string;
  /** The call of ours for which AWS checks these too; no call of ours has their name. */
  readonly implied?: string;
}
