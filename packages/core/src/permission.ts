/** IAM actions that a step calls, with the resources it calls them on. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARN patterns with `${region}`, `${account}` and `${repository}`-like names, or `*` with a `why`. */
  readonly resources: readonly string[];
  /** For `*`: the AWS page that demands it. */
  readonly why?: string;
}
