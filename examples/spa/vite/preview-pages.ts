/** Serves index.html of `npm run preview` with a new nonce in each response, as a production host does. */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { headers, NONCE_PLACEHOLDER } from "./headers.ts";

/** A path of a page: not one of a file, and not one of the API. */
const PAGE = /^\/(?!api\/)[^.]*$/;

export function previewPages(api: string): Plugin {
  return {
    name: "preview-pages",
    configurePreviewServer({ middlewares, config }) {
      middlewares.use((request, response, next) => {
        const [path = "/"] = (request.url ?? "/").split("?");
        if (!PAGE.test(path)) return next();
        const nonce = randomBytes(16).toString("hex");
        const page = readFileSync(resolve(config.root, config.build.outDir, "index.html"), "utf8");
        for (const [name, value] of Object.entries(headers({ nonce, api }))) response.setHeader(name, value);
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(page.replaceAll(NONCE_PLACEHOLDER, nonce));
      });
    },
  };
}
