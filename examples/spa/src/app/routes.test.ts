/** Each route loads the catalogues of all features whose code its page contains. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** Loaded with the first page (lib/i18n.ts). */
const ALWAYS_LOADED = ["app", "common"];

const ROUTE = /page\(\s*([\w.]+),\s*\(\) => import\("([^"]+)"\),\s*"\w+",?([^)]*)\)/g;
const routes = [...readFileSync(join(ROOT, "app/routes.tsx"), "utf8").matchAll(ROUTE)].map(
  ([, path = "", file = "", namespaces = ""]) => [path, file, words(namespaces)] as const,
);

test("the routes are found in the code", () => {
  expect(routes.length).toBeGreaterThan(20);
});

test.each(routes)("%s: %s loads its catalogues", (_, file, loaded) => {
  const needed = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const code = readFileSync(path, "utf8");
    for (const namespace of namespacesIn(code)) needed.add(namespace);
    for (const [, imported = ""] of code.matchAll(/(?:from |import\()"([@.][^"]+)"/g)) {
      const next = resolve(imported, dirname(path));
      if (next) visit(next);
    }
  };
  visit(resolve(file, join(ROOT, "app")) ?? "");
  const missing = [...needed].filter((namespace) => ![...ALWAYS_LOADED, ...loaded].includes(namespace));
  expect(missing).toEqual([]);
});

/** Of `useTranslation`, of `getFixedT`, and of keys such as `loans:title`. */
function namespacesIn(code: string): string[] {
  const hooks = [...code.matchAll(/useTranslation\(([^)]*)\)/g)].flatMap(([, names = ""]) => words(names));
  const others = [...code.matchAll(/getFixedT\(null, "(\w+)"|\bt\([`"](\w+):/g)].map(
    ([, one, other]) => one ?? other ?? "",
  );
  return [...hooks, ...others];
}

function words(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}

/** The file of an import; null for a package, a style sheet and a catalogue. */
function resolve(imported: string, folder: string): string | null {
  if (imported.startsWith("@/locales/")) return null;
  const base = imported.startsWith("@/") ? join(ROOT, imported.slice(2)) : join(folder, imported);
  return ["", ".ts", ".tsx"].map((end) => base + end).find((path) => /\.tsx?$/.test(path) && existsSync(path)) ?? null;
}
