import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { headers } from "./headers.ts";

const NGINX = join(import.meta.dirname, "../../../deploy/nginx/bank-portal-application.conf");

test("nginx sends the same headers, and its own for HTTPS", () => {
  const sent = [...readFileSync(NGINX, "utf8").matchAll(/^ *add_header (\S+) "?([^"]*?)"? always;$/gm)];
  const { "Strict-Transport-Security": _, ...others } = Object.fromEntries(
    sent.map(([, name, value]) => [name, value]),
  );
  expect(others).toEqual(headers({ nonce: "$request_id" }));
});

test("an API on another origin is the only one that the policy allows connections to", () => {
  const { "Content-Security-Policy": policy } = headers({ nonce: "n", api: "https://api.bank.example" });
  expect(policy).toContain("connect-src https://api.bank.example;");
});
