/** Names that nobody guesses and nothing else has. */

/** 128 random bits. Not `randomUUID`: a page that is served without TLS, on an office's own network, has none. */
export function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
