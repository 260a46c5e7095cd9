/** Starts the servers and runs the browser tests in both transports: `npm run browsers`. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { failuresIn, writeTable } from "./browser-table.ts";
import { type Running, startApp, startBank, startCrossSitePage } from "./servers.ts";
import { freePort } from "./system.ts";

const TRANSPORTS = (process.env.TRANSPORTS ?? "cookie,body").split(",");
const isFullRun = process.argv.length === 2 && !process.env.TRANSPORTS;
/** The servers to stop at the end. */
const running: Running[] = [];

async function main(): Promise<number> {
  const [apiPort, appPort] = [await freePort(8000), await freePort(5173)];
  let failures = 0;
  const reports: string[] = [];
  for (const transport of TRANSPORTS) {
    const crossSitePage = await started(startCrossSitePage());
    const bank = await started(startBank(apiPort, `http://localhost:${appPort}`));
    const app = await started(startApp(appPort, bank.url, transport));
    const report = join(import.meta.dirname, `../dist-${transport}/report.json`);
    reports.push(report);
    const urls = { API_URL: bank.url, APP_URL: app.url, CROSS_SITE_URL: crossSitePage.url };
    failures += await runTests({ ...urls, MAIL_FOLDER: bank.mailFolder ?? "", TRANSPORT: transport, REPORT: report });
    await stopAll();
  }
  // The table is written after a full run only, not for selected tests or a single transport.
  if (isFullRun) writeTable(reports);
  for (const line of failuresIn(reports)) console.error(line);
  return failures;
}

async function started(starting: Promise<Running>): Promise<Running> {
  const one = await starting;
  running.push(one);
  return one;
}

async function stopAll(): Promise<void> {
  for (const one of running.splice(0).reverse()) await one.stop();
}

/** Runs Vitest in a process of its own and returns its exit code. */
function runTests(env: Record<string, string>): Promise<number> {
  const config = join(import.meta.dirname, "vitest.config.ts");
  const args = ["vitest", "run", "--config", config, ...process.argv.slice(2)];
  const vitest = spawn("npx", args, { env: { ...process.env, ...env }, stdio: "inherit" });
  return new Promise((resolve) => vitest.once("exit", (code) => resolve(code ?? 1)));
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  process.exitCode = await main();
} finally {
  await stopAll();
}
