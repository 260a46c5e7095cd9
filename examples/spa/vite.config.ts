/** How the application is built, served and tested. */

import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

// `localhost` and never 127.0.0.1: the API is on localhost, and the two are different sites to a browser.
const server = { host: "localhost", port: 5173, strictPort: true };

/** What the host of the built application should send with it. Styles stand in the page: the components set them. */
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
  server,
  preview: { ...server, headers: headers(loadEnv(mode, import.meta.dirname).VITE_API_URL ?? "") },
  build: { target: "es2023" },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    // A machine that has other things to do is no fault of the page.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
