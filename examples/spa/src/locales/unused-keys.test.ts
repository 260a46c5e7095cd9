/** Every English text is used by the code. */

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { flatten, PLURAL } from "@/testing/texts";

const ROOT = join(import.meta.dirname, "..");
const catalogues = import.meta.glob<object>("./en/*.ts", { eager: true, import: "default" });
const used = readKeys();

test.each(Object.keys(catalogues))("all texts of %s are used", (path) => {
  const keys = [...flatten(catalogues[path] ?? {}).keys()].map((key) => key.replace(PLURAL, ""));
  expect([...new Set(keys)].filter((key) => !isUsed(key))).toEqual([]);
});

/** The code has the key, or its end where `getFixedT` has the beginning. */
function isUsed(key: string): boolean {
  const parts = key.split(".");
  return parts.some((_, index) => {
    const beginning = parts.slice(0, index).join(".");
    return (index === 0 || used.literals.has(beginning)) && isWritten(parts.slice(index).join("."));
  });
}

function isWritten(key: string): boolean {
  return used.literals.has(key) || used.patterns.some((pattern) => pattern.test(key));
}

/** The strings of the code that may be keys, without the namespace, and the templates such as `role.${role}`. */
function readKeys() {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) literals.add(withoutNamespace(node.text));
    // At least the first part must be written.
    if (ts.isTemplateExpression(node) && /^\w+[:.]/.test(node.head.text)) {
      const texts = [withoutNamespace(node.head.text), ...node.templateSpans.map(({ literal }) => literal.text)];
      patterns.push(new RegExp(`^${texts.map((text) => text.replaceAll(".", "\\.")).join("[^.]+")}$`));
    }
    ts.forEachChild(node, visit);
  };
  for (const path of globSync("**/*.{ts,tsx}", { cwd: ROOT })) {
    if (/\.test\.|\.d\.ts$|^(testing|locales)\//.test(path)) continue;
    visit(ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest));
  }
  return { literals, patterns };
}

function withoutNamespace(text: string): string {
  return text.replace(/^\w+:/, "");
}
