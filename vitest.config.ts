import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{lib,workers,app,scripts,bench}/**/*.test.{ts,tsx}'], exclude: ['**/*.db.test.ts', 'lib/engine/**'], testTimeout: 30_000 } },
      { test: { name: 'engine', include: ['lib/engine/**/*.test.ts'], exclude: ['**/*.gpu.test.ts'], testTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'gpu', include: ['lib/engine/**/*.gpu.test.ts'], testTimeout: 600_000, fileParallelism: false } },
      {
        test: {
          name: 'database', include: ['{lib,workers,scripts}/**/*.db.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false,
          globalSetup: ['./lib/db/testing/global-setup.ts'],
        },
      },
    ],
  },
})
