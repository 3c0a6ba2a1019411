import { type CallOptions, logsClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** Where a container writes its lines. */
export interface LogStream {
  readonly group: string;
  readonly stream: string;
}

/** The last lines of a stream, oldest first; none where it was never written to. */
export async function logTail(
  session: Session,
  { group, stream }: LogStream,
  limit: number,
  options: CallOptions = {},
): Promise<readonly string[]> {
  const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = await logsClient(session);
  const command = new GetLogEventsCommand({
    logGroupName: group,
    logStreamName: stream,
    limit,
    startFromHead: false,
  });
  const reply = await client.send(command, sending(options)).catch((error: unknown) => {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  });
  return (reply?.events ?? []).map(({ message = '' }) => message.replace(/\n$/, ''));
}
