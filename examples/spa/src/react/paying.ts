/** Pays once, and lets everything that was read before be read again. */

import { type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Payment, Transaction } from "../bank/payments";
import type { PendingPayment } from "../bank/pending";
import { bank } from "../settings";

type Paying = UseMutationOptions<Transaction, Error, Payment | PendingPayment>;

/** For a new payment, or for one whose answer never came. What is given here is called though the page has gone. */
export function usePaying(afterwards: Pick<Paying, "onSuccess" | "onError"> = {}) {
  const queries = useQueryClient();
  return useMutation({
    ...afterwards,
    mutationFn: (asked: Payment | PendingPayment) =>
      "key" in asked ? bank.payments.finish(asked) : bank.payments.pay(asked),
    onSettled: () => void queries.invalidateQueries(),
  });
}
