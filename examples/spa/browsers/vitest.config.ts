/** Vitest for the browser tests: three files at a time, because a test mostly waits for its browser. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["*.test.ts"],
    environment: "node",
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ["default", ["json", { outputFile: process.env.REPORT ?? "report.json" }]],
  },
});
