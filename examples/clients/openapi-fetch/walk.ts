// Walks the API with openapi-fetch and the types of openapi-typescript: `tsx walk.ts http://localhost:8000`.
// It signs in as members of the demo bank, lists accounts, transfers money, meets an error, and reads a PDF and a CSV.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "../build/openapi-fetch/schema.d.ts";

type Bank = Client<paths>;
type Body = components["schemas"]["TransferRequest"];

async function signedIn(baseUrl: string, email: string): Promise<Bank> {
  const body = { email, password: "demo-pass-2026", bind_browser: false } as const;
  const { data, error } = await createClient<paths>({ baseUrl }).POST("/api/users/login/", { body });
  assert(data && "access" in data && data.access, error?.error);
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${data.access}` } });
}

async function firstAccount(bank: Bank): Promise<string> {
  const { data, error } = await bank.GET("/api/accounts/");
  assert(data?.results[0], error?.error);
  console.log("list", data.results.map((account) => [account.number, account.balance]));
  return data.results[0].number;
}

function transfer(bank: Bank, body: Body, key: string = randomUUID()) {
  const params = { header: { "Idempotency-Key": key } };
  return bank.POST("/api/transactions/transfer/", { params, body });
}

async function pay(bank: Bank, body: Body): Promise<number> {
  const key = randomUUID();
  const first = await transfer(bank, body, key);
  const second = await transfer(bank, body, key);
  assert(first.data, first.error?.error);
  assert.deepEqual(second.data, first.data);
  assert.equal(second.response.headers.get("Idempotent-Replayed"), "true");
  console.log("transfer", first.data.id, first.data.amount, first.response.headers.get("X-Request-Id"));
  return first.data.id;
}

async function fail(bank: Bank, body: Body): Promise<void> {
  const { error } = await transfer(bank, body);
  // The code is one of this operation's; a name that it does not have is a type error.
  assert(error?.code === "insufficient_funds" && error.details);
  console.log("error", error.code, error.details.available);
}

async function read(bank: Bank, number: string, transactionId: number): Promise<void> {
  const path = { number };
  const statement = await bank.GET("/api/accounts/{number}/statement.pdf", {
    params: { path },
    parseAs: "arrayBuffer",
  });
  const receipt = await bank.GET("/api/transactions/{transaction_id}/receipt.pdf", {
    params: { path: { transaction_id: transactionId } },
    parseAs: "arrayBuffer",
  });
  for (const pdf of [statement.data, receipt.data]) {
    assert(pdf);
    assert.equal(Buffer.from(pdf).subarray(0, 5).toString(), "%PDF-");
    console.log("pdf", pdf.byteLength, "bytes");
  }
  const csv = await bank.GET("/api/accounts/{number}/statement.csv", { params: { path }, parseAs: "text" });
  assert(csv.data);
  assert.match(csv.data, /debit,credit/);
  console.log("csv", csv.data.trimEnd().split("\r\n").length, "lines");
}

const [url = "http://localhost:8000"] = process.argv.slice(2);
const bank = await signedIn(url, "member@example.com");
const number = await firstAccount(bank);
const payee = await firstAccount(await signedIn(url, "member2@example.com"));
const transactionId = await pay(bank, { from_account: number, to_account: payee, amount: "1.00" });
await fail(bank, { from_account: number, to_account: payee, amount: "9000.00" });
await read(bank, number, transactionId);
