/** A fake of the browser's passkeys. */

import { vi } from "vitest";

export const PASSKEY_OPTIONS = { challenge: "AAAA", rpId: "localhost" };
export const CREDENTIAL = { id: "BBBB", rawId: "BBBB", type: "public-key", response: {} };

/** The browser has a passkey, or the user closes its prompt. Returns the options that were asked for. */
export function fakePasskeys(outcome: "used" | "cancelled" = "used"): unknown[] {
  const asked: unknown[] = [];
  const parse = (options: unknown) => options;
  const ask = async ({ publicKey }: { publicKey: unknown }) => {
    asked.push(publicKey);
    if (outcome === "cancelled") throw new DOMException("Not allowed.", "NotAllowedError");
    return { toJSON: () => CREDENTIAL };
  };
  vi.stubGlobal("PublicKeyCredential", { parseRequestOptionsFromJSON: parse, parseCreationOptionsFromJSON: parse });
  Object.defineProperty(navigator, "credentials", { value: { get: ask, create: ask }, configurable: true });
  return asked;
}
