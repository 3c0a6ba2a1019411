import { defineConfig } from 'vitest/config';

/** Tests with clients and suites that are not ours, which the Go module proxy, PyPI and npm provide. */
export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.peers.test.ts', 'test/**/*.peers.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    globalSetup: 'test/support/temporary.ts',
    pool: 'forks',
    maxWorkers: 1,
  },
});
