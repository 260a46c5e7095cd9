/** Configuration of the build, the dev server and the unit tests. */

import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";
import { codeSplitting } from "./vite/chunks.ts";
import { headers, NONCE_PLACEHOLDER } from "./vite/headers.ts";
import { precompress } from "./vite/precompress.ts";
import { previewPages } from "./vite/preview-pages.ts";
import { webManifest } from "./vite/web-manifest.ts";

// `localhost` and not 127.0.0.1: the API is on localhost, and browsers treat the two as different sites.
const server = { host: "localhost", port: 5173, strictPort: true };
/** Where `npm run preview` finds the API if the application is built for its own host. */
const LOCAL_API = "http://localhost:8000";

export default defineConfig(({ mode }) => {
  const { VITE_API_URL: api = "", VITE_BANK_NAME: bankName = "Bank" } = loadEnv(mode, import.meta.dirname);
  return {
    plugins: [react(), webManifest(bankName), precompress(), previewPages(api)],
    resolve: { alias: { "@": join(import.meta.dirname, "src") } },
    html: { cspNonce: NONCE_PLACEHOLDER },
    server,
    preview: {
      ...server,
      // The policy of a file, which no page uses; pages have a nonce (vite/preview-pages.ts).
      headers: headers({ nonce: "none", api }),
      ...(api ? {} : { proxy: { "/api/": LOCAL_API } }),
    },
    build: { target: "es2023", rolldownOptions: { output: { codeSplitting } } },
    test: {
      include: ["src/**/*.test.{ts,tsx}", "vite/**/*.test.ts"],
      environment: "jsdom",
      setupFiles: ["src/testing/setup.ts"],
      // Long enough for a busy machine.
      testTimeout: 60_000,
      restoreMocks: true,
      unstubGlobals: true,
    },
  };
});
