/** An authenticator app (RFC 6238) of a member of the scenarios. */

import { createHmac } from "node:crypto";
import { waitUntil } from "./system.ts";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export class Authenticator {
  /** The time step of the last code. The API accepts no code of it or of an earlier one. */
  #last = 0;

  constructor(private readonly secret: string) {}

  /** A code that was not used yet. The API accepts the present step and the two next to it. */
  async nextCode(): Promise<string> {
    const step = Math.max(this.#last + 1, presentStep() - 1);
    await waitUntil("the next code", async () => step <= presentStep() + 1);
    this.#last = step;
    return totpAt(this.secret, step);
  }
}

function presentStep(): number {
  return Math.floor(Date.now() / STEP_MS);
}

function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
