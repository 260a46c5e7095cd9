/** Fetches a statement and hands it to the browser as a file. */

import { answered } from "../../bank/errors";
import { bank } from "../../settings";

export interface Period {
  /** `YYYY-MM-DD`, both days included. */
  from: string;
  to: string;
}

export type Format = "pdf" | "csv";

/** How long the file is kept for a browser that asks where to put it. */
const KEPT_MS = 60_000;

/** Fetched, and not linked to: a link would not carry the token, nor say in words why it did not come. */
export async function downloadStatement(number: string, period: Period, format: Format): Promise<void> {
  const call = bank.api.GET("/api/accounts/{number}/statement/", {
    params: { path: { number }, query: { ...period, format } },
    parseAs: "blob",
  });
  const file = await answered(call);
  const { response } = await call;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = nameIn(response.headers.get("Content-Disposition")) ?? `statement-${number}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

function nameIn(disposition: string | null): string | null {
  return disposition?.match(/filename="([^"]+)"/)?.[1] ?? null;
}
