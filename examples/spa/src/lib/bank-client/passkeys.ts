/** Passkeys in this browser: whether it has them, and the prompts that create and use one. */

/** WebAuthn options as the API sends them, and credentials as it expects them. */
export type PasskeyJson = Record<string, unknown>;

/** The user closed the browser's prompt, or the device has no passkey for this bank. */
export class PasskeyCancelled extends Error {
  override name = "PasskeyCancelled";
}

/** Whether this page can use passkeys of the domain `rpId`, which is `passkey_rp_id` of the bank's configuration. */
export function canUsePasskeys(rpId: string | null | undefined): boolean {
  const { hostname } = globalThis.location;
  const isWithin = Boolean(rpId) && (hostname === rpId || hostname.endsWith(`.${rpId}`));
  // Browsers without these methods are treated as browsers without passkeys.
  return isWithin && typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
}

/** Asks the user for a passkey. Throws `PasskeyCancelled` without one. */
export async function askForPasskey(options: PasskeyJson): Promise<PasskeyJson> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  return toJson(await navigator.credentials.get({ publicKey }).catch(toCancelled));
}

/** Creates a passkey on this device or on another one. Throws `PasskeyCancelled` without one. */
export async function createPasskey(options: PasskeyJson): Promise<PasskeyJson> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  return toJson(await navigator.credentials.create({ publicKey }).catch(toCancelled));
}

/** Browsers do not say why there is no credential, so that a page cannot find out which passkeys a user has. */
function toCancelled(cause: unknown): never {
  throw new PasskeyCancelled("No passkey was used.", { cause });
}

function toJson(credential: Credential | null): PasskeyJson {
  if (!credential) throw new PasskeyCancelled("No passkey was used.");
  return (credential as PublicKeyCredential).toJSON() as unknown as PasskeyJson;
}
