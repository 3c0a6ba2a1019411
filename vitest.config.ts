import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'test/*.test.ts',
      'examples/*/test/**/*.test.ts',
    ],
    exclude: [
      ...configDefaults.exclude,
      '**/*.engines.test.ts',
      '**/*.peers.test.ts',
      'test/package.test.ts',
    ],
    testTimeout: 20_000,
    globalSetup: 'test/support/temporary.ts',
    pool: 'forks',
    maxWorkers: 2,
  },
});
