/** Downloads a statement as a file. */

import { bank } from "@/lib/bank";
import { downloadFile } from "@/lib/download";
import { i18n } from "@/lib/i18n";

export interface Period {
  /** `YYYY-MM-DD`. Both days are included. */
  from: string;
  to: string;
}

export type Format = "pdf" | "csv";

export async function downloadStatement(number: string, period: Period, format: Format): Promise<void> {
  const params = { path: { number }, query: { ...period, format } };
  const call = bank.api.GET("/api/accounts/{number}/statement/", { params, parseAs: "blob" });
  // Without marks of direction around the values, which would be invisible in the name of the file.
  const values = { number, ...period, interpolation: { escapeValue: false } };
  await downloadFile(call, `${i18n.t("accounts:statement.file", values)}.${format}`);
}
