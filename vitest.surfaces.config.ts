import { defineConfig } from 'vitest/config';

/** What users get, from the outside: every step on its three surfaces, and the package that npm installs. */
export default defineConfig({
  test: {
    include: ['test/surfaces/*.test.ts', 'test/package.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    globalSetup: 'test/support/temporary.ts',
    pool: 'forks',
    // each packs the package, which builds it in its folder: one after the other
    fileParallelism: false,
  },
});
