/** Reads the reports of the runs: writes into docs/browsers.md which engine and version passed what, and says what failed. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../../../docs/browsers.md");
const BEGIN = "<!-- made by `make test-browsers` -->";
const END = "<!-- to here -->";

interface Result {
  ancestorTitles: string[];
  title: string;
  status: string;
  failureMessages: string[];
  meta: { engine?: string; version?: string; transport?: string };
}

/** Reads the runs' reports (Vitest's JSON) and puts one table in place of the last one. */
export function writeTable(reports: string[]): void {
  const results = resultsOf(reports);
  const page = readFileSync(FILE, "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const [, after = ""] = rest.split(END);
  writeFileSync(FILE, `${before}${BEGIN}\n\n${table(results)}\n\n${END}${after}`);
}

/** A line for each scenario that failed, with the first line of its error: the end of a long log is what people see. */
export function failuresIn(reports: string[]): string[] {
  return resultsOf(reports)
    .filter(({ status }) => status === "failed")
    .map((result) => {
      const { engine = "", transport = "" } = result.meta;
      return `FAILED ${nameOf(result)} (${engine} ${transport}): ${result.failureMessages[0]?.split("\n")[0]}`;
    });
}

function resultsOf(reports: string[]): Result[] {
  return reports.flatMap((file) => {
    const { testResults } = JSON.parse(readFileSync(file, "utf8")) as { testResults: { assertionResults: Result[] }[] };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  });
}

function table(results: Result[]): string {
  const driven = results.filter(({ meta }) => meta.engine);
  const engines = unique(driven.map(({ meta }) => `${meta.engine} ${meta.version}`)).sort();
  const rows = unique(driven.map(nameOf)).map((name) => {
    const cells = engines.map((engine) => cell(driven.filter((one) => nameOf(one) === name && isOf(one, engine))));
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  const heads = ["Scenario", ...engines];
  return [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---").join("|")}|`, ...rows].join("\n");
}

/** The transports in which it passed, or that it did not. */
function cell(results: Result[]): string {
  const of = (passed: boolean) =>
    results.filter(({ status }) => (status === "passed") === passed).map(({ meta }) => meta.transport);
  const failed = of(false);
  return failed.length ? `**failed: ${failed.join(", ")}**` : of(true).join(", ") || "not run";
}

function nameOf({ ancestorTitles, title }: Result): string {
  return `${ancestorTitles.at(-1)}: ${title}`;
}

function isOf({ meta }: Result, engine: string): boolean {
  return `${meta.engine} ${meta.version}` === engine;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
