/** The operations of docs/openapi.yaml, and those that the source calls. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = join(import.meta.dirname, "..");
const DOCUMENT = join(SOURCE, "../../../docs/openapi.yaml");
/** `bank.api.GET("/api/…")`. */
const CLIENT_CALL = /\.(GET|POST|PUT|PATCH|DELETE)\(\s*(["`])(\/api\/.*?)\2/g;
/** `$api.useQuery("get", "/api/…")`. */
const QUERY_CALL = /\(\s*"(get|post|put|patch|delete)",\s*(["`])(\/api\/.*?)\2/g;
/** `{ to: "/api/…" }` of a payment. */
const PAYMENT = /\bto:\s*(["`])(\/api\/.*?)\1/g;
/** The client itself: its types of payments are not uses of them. */
const NOT_SEARCHED = /\.test\.tsx?$|schema\.d\.ts$|bank-client\/payments\.ts$|^testing\//;

/** For example `GET /api/accounts/`. */
export function documentedOperations(): string[] {
  const operations: string[] = [];
  let path = "";
  for (const line of readFileSync(DOCUMENT, "utf8").split("\n")) {
    path = /^ {2}(\/api\/.*):$/.exec(line)?.[1] ?? path;
    const method = /^ {4}(get|post|put|patch|delete):$/.exec(line)?.[1];
    if (method) operations.push(`${method.toUpperCase()} ${path}`);
  }
  return operations;
}

/** The calls in the source. A part of a path that is computed matches any name. */
export function calls(): RegExp[] {
  const found = new Set<string>();
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || NOT_SEARCHED.test(file)) continue;
    const text = readFileSync(join(SOURCE, file), "utf8");
    for (const [, method = "", , path] of [...text.matchAll(CLIENT_CALL), ...text.matchAll(QUERY_CALL)]) {
      found.add(`${method.toUpperCase()} ${path}`);
    }
    for (const [, , path] of text.matchAll(PAYMENT)) found.add(`POST ${path}`);
  }
  return [...found].map(
    (call) =>
      new RegExp(
        `^${call
          .split(/\$\{[^}]*\}/)
          .map(escaped)
          .join("[a-z-]+")}$`,
      ),
  );
}

function escaped(text: string): string {
  return text.replace(/[.{}]/g, "\\$&");
}
