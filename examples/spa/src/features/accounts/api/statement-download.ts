/** Downloads a statement as a file. */

import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";

export interface Period {
  /** `YYYY-MM-DD`. Both days are included. */
  from: string;
  to: string;
}

export type Format = "pdf" | "csv";

/** How long the file stays available while the browser asks where to save it. */
const OBJECT_URL_LIFETIME_MS = 60_000;

/** Uses a request instead of a link, because a link sends no token and cannot show an error message. */
export async function downloadStatement(number: string, period: Period, format: Format): Promise<void> {
  const call = bank.api.GET("/api/accounts/{number}/statement/", {
    params: { path: { number }, query: { ...period, format } },
    parseAs: "blob",
  });
  const file = await unwrap(call);
  const { response } = await call;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileNameFrom(response.headers.get("Content-Disposition")) ?? `statement-${number}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), OBJECT_URL_LIFETIME_MS);
}

function fileNameFrom(disposition: string | null): string | null {
  return disposition?.match(/filename="([^"]+)"/)?.[1] ?? null;
}
