import type { ServiceRows } from './row.ts';

const group = { logGroupName: '/ecs/probe' };
const stream = { ...group, logStreamName: 'one' };

/** Groups, streams and events. */
export const logs: ServiceRows = {
  service: 'logs',
  signingName: 'logs',
  rows: [
    { operation: 'CreateLogGroup', parameters: group },
    { operation: 'CreateLogGroup', parameters: group, error: 'ResourceAlreadyExistsException' },
    { operation: 'CreateLogStream', parameters: stream },
    {
      operation: 'PutLogEvents',
      parameters: { ...stream, logEvents: [{ timestamp: Date.now(), message: 'ready' }] },
    },
    { operation: 'DescribeLogGroups', parameters: { logGroupNamePrefix: '/ecs' } },
    { operation: 'DescribeLogStreams', parameters: group },
    { operation: 'GetLogEvents', parameters: { ...stream, startFromHead: true } },
    {
      operation: 'GetLogEvents',
      parameters: { ...stream, logStreamName: 'no' },
      error: 'ResourceNotFoundException',
    },
    { operation: 'FilterLogEvents', parameters: { ...group, filterPattern: 'ready' } },
    { operation: 'DeleteLogGroup', parameters: group },
  ],
};
