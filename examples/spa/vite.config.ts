/** Configuration of the build, the dev server and the unit tests. */

import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

// `localhost` and not 127.0.0.1: the API is on localhost, and browsers treat the two as different sites.
const server = { host: "localhost", port: 5173, strictPort: true };

/** The headers that the host of the built application should send. Components set inline styles. */
function headers(apiUrl: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src ${apiUrl}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  server,
  preview: { ...server, headers: headers(loadEnv(mode, import.meta.dirname).VITE_API_URL ?? "") },
  build: { target: "es2023" },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    // Long enough for a busy machine.
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
