/** What the browsers talk to: the API with a demo bank of its own, the built example, and a page of another site. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin, preview } from "vite";
import { freePort, until } from "./machine.ts";

const SPA = resolve(import.meta.dirname, "..");
const ROOT = resolve(SPA, "../..");
const PYTHON = join(ROOT, ".venv/bin/python");

export interface Running {
  url: string;
  stop: () => Promise<void>;
}

/** As `make run` does it, on port 8000 if that is free, with two processes. */
export async function startBank(port: number, appUrl: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "bank-browsers-"));
  const { PATH, HOME } = process.env;
  const env = {
    ...{ PATH, HOME, DEBUG: "1", EMAIL_CONFIRMATION: "0", DATA_DIR: folder, PORT: String(port), WORKERS: "2" },
    ...{ CORS_ALLOWED_ORIGINS: appUrl, THROTTLE_ANON: "100000/hour", THROTTLE_USER: "100000/hour" },
    ...{ THROTTLE_LOGIN_SUCCESS: "1000/hour", THROTTLE_REFRESH: "250/second", MAX_SESSIONS: "1000" },
  };
  for (const command of ["make_secret_key", "migrate", "load_demo"]) {
    const done = spawnSync(PYTHON, ["manage.py", command, "--verbosity", "0"], { cwd: ROOT, env, encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  const server = spawn(PYTHON, ["manage.py", "serve"], { cwd: ROOT, env, stdio: "ignore", detached: true });
  const url = `http://localhost:${port}`;
  await until("the API", async () => (await fetch(`${url}/readyz`)).ok);
  return {
    url,
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The example, built for this transport and served as its own `npm run preview` serves it. */
export async function startApp(port: number, apiUrl: string, transport: string): Promise<Running> {
  const outDir = join(SPA, `dist-${transport}`);
  Object.assign(process.env, { VITE_API_URL: apiUrl, VITE_TRANSPORT: transport });
  await build({ root: SPA, logLevel: "warn", build: { outDir, emptyOutDir: true }, plugins: [handle()] });
  const server = await preview({ root: SPA, logLevel: "warn", build: { outDir }, preview: { port } });
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}

/** The one line that the tested build has more: the scenarios reach the client as `bank`. */
function handle(): Plugin {
  return {
    name: "handle",
    transform: (code, id) => (id.endsWith("/src/settings.ts") ? `${code}\nglobalThis.bank = bank;` : undefined),
  };
}

/** A page on 127.0.0.1, which to a browser is another site than localhost. */
export async function startStranger(): Promise<Running> {
  const page = readFileSync(join(import.meta.dirname, "stranger.html"));
  const server = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(page));
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    // It may have ended by itself.
    if (server.exitCode !== null || server.signalCode !== null || !server.pid) return resolve();
    server.once("exit", () => resolve());
    process.kill(-server.pid, "SIGTERM");
  });
}
