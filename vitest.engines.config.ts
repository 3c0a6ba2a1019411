import { defineConfig } from 'vitest/config';

/** Tests against a real Docker engine, registry, skopeo, Chromium and libxml2; `scripts/engines.ts` sees to it that they are there. */
export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.engines.test.ts',
      'test/**/*.engines.test.ts',
      'examples/*/test/**/*.engines.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    globalSetup: 'test/support/temporary.ts',
    pool: 'forks',
    maxWorkers: 2,
  },
});
