/** No text for users is written in the code: attributes and properties that are shown get it from a catalogue. */

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** Attributes of elements, and properties of objects, whose text users read or hear. */
const SHOWN = new Set(
  `action alt aria-description aria-label aria-roledescription description effect empty error groupLabel hint label link
  message name note noun nothingFoundMessage placeholder prefix refused step subject suffix tab text title unit`.split(
    /\s+/,
  ),
);

const sources = globSync("**/*.{ts,tsx}", { cwd: ROOT }).filter(
  (path) => !/\.test\.|\.d\.ts$|^(testing|locales|config|lib\/bank-client)\//.test(path),
);

test.each(sources)("%s has no text for users in the code", (path) => {
  const source = ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (isSentence(node) || isShown(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${line + 1}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  expect(found).toEqual([]);
});

/** Two words, or a word with a capital and a full stop: no key, name or value of the API is like this. */
function isSentence(node: ts.Node): boolean {
  if (!ts.isStringLiteral(node) && !ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node))
    return false;
  // A developer reads the message of an error.
  if (ts.isNewExpression(node.parent) || ts.isImportDeclaration(node.parent)) return false;
  if (ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === "fontFamily") return false;
  return /(^|[\s"`}])[A-Z][a-z]+('s)?[ ,.…?!:]/.test(node.getText());
}

/** A literal with a letter as the value of an attribute or property that is shown. */
function isShown(node: ts.Node): boolean {
  const name = ts.isJsxAttribute(node) || ts.isPropertyAssignment(node) ? node.name.getText() : "";
  if (!SHOWN.has(name.replaceAll('"', ""))) return false;
  const value = (node as ts.JsxAttribute | ts.PropertyAssignment).initializer;
  return value !== undefined && literals(value).some((text) => /^[A-Z]|\s/.test(text) && /[a-z]{2}/i.test(text));
}

/** The texts that an expression can have, as far as they are written in it. */
function literals(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isJsxExpression(node)) return node.expression ? literals(node.expression) : [];
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...literals(node.left), ...literals(node.right)];
  if (ts.isParenthesizedExpression(node)) return literals(node.expression);
  return [];
}
