/** Starts what the browsers talk to and runs the scenarios, in both transports: `npm run browsers`. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "./machine.ts";
import { type Running, startApp, startBank, startStranger } from "./servers.ts";
import { failuresIn, writeTable } from "./table.ts";

const TRANSPORTS = (process.env.TRANSPORTS ?? "cookie,body").split(",");
const isWhole = process.argv.length === 2 && !process.env.TRANSPORTS;
/** What was started and is still to be stopped. */
const running: Running[] = [];

async function main(): Promise<number> {
  const [apiPort, appPort] = [await freePort(8000), await freePort(5173)];
  let failures = 0;
  const reports: string[] = [];
  for (const transport of TRANSPORTS) {
    const stranger = await started(startStranger());
    const bank = await started(startBank(apiPort, `http://localhost:${appPort}`));
    const app = await started(startApp(appPort, bank.url, transport));
    const report = join(import.meta.dirname, `../dist-${transport}/report.json`);
    reports.push(report);
    const urls = { API_URL: bank.url, APP_URL: app.url, STRANGER_URL: stranger.url, TRANSPORT: transport };
    failures += await scenarios({ ...urls, REPORT: report });
    await stopAll();
  }
  // A part of the scenarios, or one transport, is for who works on them: the table is of a whole run.
  if (isWhole) writeTable(reports);
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

/** Vitest in a process of its own; returns its exit code. */
function scenarios(env: Record<string, string>): Promise<number> {
  const config = join(import.meta.dirname, "vitest.config.ts");
  const args = ["vitest", "run", "--config", config, ...process.argv.slice(2)];
  const run = spawn("npx", args, { env: { ...process.env, ...env }, stdio: "inherit" });
  return new Promise((resolve) => run.once("exit", (code) => resolve(code ?? 1)));
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  process.exitCode = await main();
} finally {
  await stopAll();
}
