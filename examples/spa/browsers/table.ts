/** Writes into docs/browsers.md which engine and version passed what. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../../../docs/browsers.md");
const BEGIN = "<!-- made by `make test-browsers` -->";
const END = "<!-- to here -->";

interface Result {
  ancestorTitles: string[];
  title: string;
  status: string;
  meta: { engine?: string; version?: string; transport?: string };
}

/** Reads the runs' reports (Vitest's JSON) and puts one table in place of the last one. */
export function writeTable(reports: string[]): void {
  const results = reports.flatMap((file) => {
    const { testResults } = JSON.parse(readFileSync(file, "utf8")) as { testResults: { assertionResults: Result[] }[] };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  });
  const page = readFileSync(FILE, "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const [, after = ""] = rest.split(END);
  writeFileSync(FILE, `${before}${BEGIN}\n\n${table(results)}\n\n${END}${after}`);
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
