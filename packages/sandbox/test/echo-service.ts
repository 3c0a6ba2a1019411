import { ServiceError, type ServiceModule } from '../src/index.ts';

/** A service that gives back what it got, over every protocol. */
export function echo(): ServiceModule {
  return {
    state: undefined,
    services: [
      {
        kind: 'rpc',
        signingName: 'echo',
        target: 'Echo_2026',
        jsonVersion: '1.1',
        query: { version: '2026-01-01', namespace: 'https://echo.example/' },
        queryErrorCodes: { FailedException: 'Failed' },
        operations: {
          Echo: (input) => ({
            input,
            at: new Date(1_500),
            bytes: new Uint8Array([1, 2]),
            map: new Map([['k', 'v']]),
            absent: undefined,
          }),
          Fail: () => {
            throw new ServiceError('FailedException', 'as asked', 400, { detail: 7 });
          },
        },
      },
    ],
  };
}
