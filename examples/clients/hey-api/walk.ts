// Walks the API with the client that @hey-api/openapi-ts generates: `tsx walk.ts http://localhost:8000`.
// It signs in as members of the demo bank, lists accounts, transfers money, meets an error, and reads a PDF and a CSV.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Client, createClient } from "../build/hey-api/client";
import {
  getReceiptPdf,
  getStatementCsv,
  getStatementPdf,
  listAccounts,
  signIn,
  transfer,
} from "../build/hey-api/sdk.gen";
import type { TransferError, TransferRequest } from "../build/hey-api/types.gen";

async function signedIn(baseUrl: string, email: string): Promise<Client> {
  const body = { email, password: "demo-pass-2026", bind_browser: false };
  const { data, error } = await signIn({ client: createClient({ baseUrl }), body });
  assert(data && "access" in data && data.access, error?.error);
  return createClient({ baseUrl, auth: data.access });
}

async function firstAccount(client: Client): Promise<string> {
  const { data, error } = await listAccounts({ client });
  assert(data?.results[0], error?.error);
  console.log("list", data.results.map((account) => [account.number, account.balance]));
  return data.results[0].number;
}

async function pay(client: Client, body: TransferRequest): Promise<number> {
  const call = { client, body, headers: { "Idempotency-Key": randomUUID() } };
  const first = await transfer(call);
  const second = await transfer(call);
  assert(first.data, first.error?.error);
  assert.deepEqual(second.data, first.data);
  assert.equal(second.response?.headers.get("Idempotent-Replayed"), "true");
  console.log("transfer", first.data.id, first.data.amount, first.response?.headers.get("X-Request-Id"));
  return first.data.id;
}

async function fail(client: Client, body: TransferRequest): Promise<void> {
  const { error } = await transfer({ client, body, headers: { "Idempotency-Key": randomUUID() } });
  const code: TransferError["code"] | undefined = error?.code;
  assert(code === "insufficient_funds" && error?.details);
  console.log("error", code, error.details.available);
}

async function read(client: Client, number: string, transactionId: number): Promise<void> {
  const statement = await getStatementPdf({ client, path: { number }, parseAs: "blob" });
  const receipt = await getReceiptPdf({ client, path: { transaction_id: transactionId }, parseAs: "blob" });
  for (const pdf of [statement.data, receipt.data]) {
    assert(pdf);
    assert.equal(await pdf.slice(0, 5).text(), "%PDF-");
    console.log("pdf", pdf.size, "bytes");
  }
  const csv = await getStatementCsv({ client, path: { number }, parseAs: "text" });
  assert(csv.data);
  assert.match(csv.data, /debit,credit/);
  console.log("csv", csv.data.trimEnd().split("\r\n").length, "lines");
}

const [url = "http://localhost:8000"] = process.argv.slice(2);
const client = await signedIn(url, "member@example.com");
const number = await firstAccount(client);
const payee = await firstAccount(await signedIn(url, "member2@example.com"));
const transactionId = await pay(client, { from_account: number, to_account: payee, amount: "1.00" });
await fail(client, { from_account: number, to_account: payee, amount: "9000.00" });
await read(client, number, transactionId);
