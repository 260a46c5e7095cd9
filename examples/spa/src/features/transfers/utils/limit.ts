/** The limit of a transfer: of a member's day, or of one payment by staff. */

import { i18n } from "@/lib/i18n";
import type { Role } from "@/types/api";

export interface TransferLimit {
  /** Null without a limit. */
  amount: string | null;
  /** Under the field; `money` is the formatted amount. */
  hint: (money: string) => string;
  /** The message for an amount beyond it. */
  refusal: (money: string) => string;
}

export function limitFor(role: Role, amount: string | null): TransferLimit {
  const payer = role === "member" ? "member" : "staff";
  return {
    amount,
    hint: (money) => i18n.t(`transfers:limit.${payer}.hint`, { amount: money }),
    refusal: (money) => i18n.t(`transfers:limit.${payer}.refusal`, { amount: money }),
  };
}
