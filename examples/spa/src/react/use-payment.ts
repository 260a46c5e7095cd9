/** A mutation that sends a payment once and then invalidates all queries. */

import { type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Payment, Transaction } from "../bank/payments";
import type { PendingPayment } from "../bank/pending-payments";
import { bank } from "../settings";

type PaymentOptions = UseMutationOptions<Transaction, Error, Payment | PendingPayment>;

/** Sends a new payment, or confirms a pending one. The callbacks are called even after the page is left. */
export function usePayment(callbacks: Pick<PaymentOptions, "onSuccess" | "onError"> = {}) {
  const queryClient = useQueryClient();
  return useMutation({
    ...callbacks,
    mutationFn: (payment: Payment | PendingPayment) =>
      "key" in payment ? bank.payments.confirm(payment) : bank.payments.pay(payment),
    onSettled: () => void queryClient.invalidateQueries(),
  });
}
