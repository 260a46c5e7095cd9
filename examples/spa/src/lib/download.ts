/** Downloads a file from the API. */

import { unwrap } from "./bank-client/errors";

/** How long the file stays available while the browser asks where to save it. */
const OBJECT_URL_LIFETIME_MS = 60_000;

type FileCall = Promise<{ data?: Blob; error?: unknown; response: Response }>;

/** Uses a request instead of a link, because a link sends no token and cannot show an error message. */
export async function downloadFile(call: FileCall, fallbackName: string): Promise<void> {
  const file = await unwrap(call);
  const { response } = await call;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileNameFrom(response.headers.get("Content-Disposition")) ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), OBJECT_URL_LIFETIME_MS);
}

function fileNameFrom(disposition: string | null): string | null {
  return disposition?.match(/filename="([^"]+)"/)?.[1] ?? null;
}
