import type { Caller } from './service.ts';

/** A verified request, as permission tests look at it. */
export interface RecordedCall {
  /** As IAM writes it: `ecr:DescribeRepositories`. */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** All calls so far, in order of arrival. RPC services are recorded by the server, HTTP services record themselves. */
export interface CallLog {
  readonly list: readonly RecordedCall[];
  record(action: string, caller: Caller, input: Readonly<Record<string, unknown>>): void;
}

/** An empty log that keeps the last `limit` calls. */
export function createCallLog(limit = 50_000): CallLog {
  const list: RecordedCall[] = [];
  return {
    list,
    record(action, caller, input) {
      const { account, region, arn } = caller;
      list.push({ action, account, region, arn, input });
      if (list.length > limit) list.splice(0, list.length - limit);
    },
  };
}
