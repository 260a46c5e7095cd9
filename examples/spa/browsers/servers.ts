/** The servers of the browser tests: the API with a demo bank of its own, the built example, and a page of another site. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin, preview } from "vite";
import { freePort, waitUntil } from "./system.ts";

const SPA = resolve(import.meta.dirname, "..");
const ROOT = resolve(SPA, "../..");
const PYTHON = join(ROOT, ".venv/bin/python");

export interface Running {
  url: string;
  /** Where the API writes its mails. */
  mailFolder?: string;
  stop: () => Promise<void>;
}

/** The API as `make run` starts it, with two workers. */
export async function startBank(port: number, appUrl: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "bank-browsers-"));
  const mailFolder = mkdtempSync(join(tmpdir(), "bank-mails-"));
  const { PATH, HOME } = process.env;
  const env = {
    ...{ PATH, HOME, DEBUG: "1", EMAIL_CONFIRMATION: "0", DATA_DIR: folder, PORT: String(port), WORKERS: "2" },
    ...{ CORS_ALLOWED_ORIGINS: appUrl, FRONTEND_URL: appUrl, EMAIL_URL: `filemail:///${mailFolder}` },
    ...{ THROTTLE_ANON: "100000/hour", THROTTLE_USER: "100000/hour" },
    ...{ THROTTLE_LOGIN_SUCCESS: "1000/hour", THROTTLE_REFRESH: "250/second", MAX_SESSIONS: "1000" },
  };
  for (const command of ["make_secret_key", "migrate", "load_demo"]) {
    const done = spawnSync(PYTHON, ["manage.py", command, "--verbosity", "0"], { cwd: ROOT, env, encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  const server = spawn(PYTHON, ["manage.py", "serve"], { cwd: ROOT, env, stdio: "ignore", detached: true });
  const url = `http://localhost:${port}`;
  await waitUntil("the API", async () => (await fetch(`${url}/readyz`)).ok);
  return {
    url,
    mailFolder,
    async stop() {
      await terminate(server);
      for (const one of [folder, mailFolder]) rmSync(one, { recursive: true, force: true });
    },
  };
}

/** The example, built for this transport and served as `npm run preview` serves it. */
export async function startApp(port: number, apiUrl: string, transport: string): Promise<Running> {
  const outDir = join(SPA, `dist-${transport}`);
  Object.assign(process.env, { VITE_API_URL: apiUrl, VITE_TRANSPORT: transport });
  await build({ root: SPA, logLevel: "warn", build: { outDir, emptyOutDir: true }, plugins: [exposeClient()] });
  const server = await preview({ root: SPA, logLevel: "warn", build: { outDir }, preview: { port } });
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}

const EXPOSED: Record<string, string> = { "/src/lib/bank.ts": "bank", "/src/lib/i18n.ts": "setLanguage" };

/** Adds a line to two modules of the tested build, which exposes the client and the language to the tests. */
function exposeClient(): Plugin {
  return {
    name: "expose-client",
    transform(code, id) {
      const [, name] = Object.entries(EXPOSED).find(([file]) => id.endsWith(file)) ?? [];
      return name && `${code}\nglobalThis.${name} = ${name};`;
    },
  };
}

/** A page on 127.0.0.1, which browsers treat as another site than localhost. */
export async function startCrossSitePage(): Promise<Running> {
  const page = readFileSync(join(import.meta.dirname, "cross-site-page.html"));
  const server = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(page));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

function terminate(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    // It may have exited already.
    if (server.exitCode !== null || server.signalCode !== null || !server.pid) return resolve();
    server.once("exit", () => resolve());
    process.kill(-server.pid, "SIGTERM");
  });
}
