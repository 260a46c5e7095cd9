/** The limit of a transfer: of a member's day, or of one payment by staff. */

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
  if (role === "member") {
    return {
      amount,
      hint: (money) => `${money} left of today's limit`,
      refusal: (money) => `${money} is left of your limit for today.`,
    };
  }
  return {
    amount,
    hint: (money) => `At most ${money} in one payment`,
    refusal: (money) => `The limit for cashiers is ${money}. Please ask a manager.`,
  };
}
