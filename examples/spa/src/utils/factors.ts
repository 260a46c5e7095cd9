/** The texts of second factors, and the validation of typed codes. */

import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import { PasskeyCancelled } from "@/lib/bank-client/passkeys";
import { errorMessage } from "./error-messages";

export type FactorMethod = "passkey" | "totp" | "recovery_code" | "password";

interface MethodTexts {
  /** Of the button that switches to this method. */
  alternative: string;
  hint?: string;
  field?: { label: string; hint: string; autoComplete: string; inputMode?: "numeric"; maxLength?: number };
  /** Of a factor that the API refuses. */
  refused: string;
}

export const METHODS: Record<FactorMethod, MethodTexts> = {
  passkey: {
    alternative: "Use a passkey",
    hint: "Your browser asks for your fingerprint, your face, the PIN of your device, or a security key.",
    refused: "This passkey was not accepted. Please try again.",
  },
  totp: {
    alternative: "Use the authenticator app",
    field: {
      label: "Authenticator code",
      hint: "The six digits in your authenticator app.",
      autoComplete: "one-time-code",
      inputMode: "numeric",
      maxLength: 12,
    },
    refused: "This code is not correct. Please enter the code that your app shows now.",
  },
  recovery_code: {
    alternative: "Use a recovery code",
    field: {
      label: "Recovery code",
      hint: "One of the codes that you printed or stored. Each works once.",
      autoComplete: "off",
      maxLength: 40,
    },
    refused: "This recovery code is not correct, or was used already.",
  },
  password: {
    alternative: "Use your password",
    field: { label: "Password", hint: "The password that you sign in with.", autoComplete: "current-password" },
    refused: "This password is not correct.",
  },
};

/** The error of a typed code, or null. */
export function codeError(method: FactorMethod, text: string): string | null {
  if (method === "totp" && !/^\d{6}$/.test(text.replaceAll(/\s/g, ""))) return "Please enter the six digits.";
  if (method === "recovery_code" && !text.trim()) return "Please enter a recovery code.";
  return method === "password" && !text ? "Please enter your password." : null;
}

/** The message for a factor that was refused or not given. */
export function factorErrorMessage(method: FactorMethod, error: unknown): string {
  if (error instanceof PasskeyCancelled) return "No passkey was used. Please try again.";
  if (error instanceof BankError && fieldErrors(error).password) return METHODS.password.refused;
  return errorMessage(error, { factor_invalid: METHODS[method].refused });
}
