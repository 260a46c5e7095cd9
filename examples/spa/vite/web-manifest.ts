/** The web manifest with the bank's name, so that the application can be installed. There is no service worker. */

import type { Plugin } from "vite";

const FILE = "manifest.webmanifest";
/** The manifest has one colour for both schemes; index.html has one for each. */
export const COLORS = { theme: "#0b6b4d", background: "#ffffff" };

export function webManifest(bankName: string): Plugin {
  const source = JSON.stringify({
    name: bankName,
    short_name: bankName,
    id: "/",
    start_url: "/",
    scope: "/",
    display: "standalone",
    theme_color: COLORS.theme,
    background_color: COLORS.background,
    icons: [
      { src: "/bank.svg", type: "image/svg+xml", sizes: "any" },
      { src: "/icons/icon-192.png", type: "image/png", sizes: "192x192" },
      { src: "/icons/icon-512.png", type: "image/png", sizes: "512x512" },
      { src: "/icons/maskable.svg", type: "image/svg+xml", sizes: "any", purpose: "maskable" },
      { src: "/icons/maskable-512.png", type: "image/png", sizes: "512x512", purpose: "maskable" },
    ],
  });
  return {
    name: "web-manifest",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE}`, (_, response) => {
        response.setHeader("Content-Type", "application/manifest+json").end(source);
      });
    },
  };
}
