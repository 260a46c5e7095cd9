/** A mutation that sends a payment once. */

import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { bank } from "@/lib/bank";
import type { Payment, Transaction } from "@/lib/bank-client/payments";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";

type PaymentOptions = UseMutationOptions<Transaction, Error, Payment | PendingPayment>;

/** Sends a new payment, or confirms a pending one. The callbacks are called even after the page is left. */
export function usePayment(callbacks: Pick<PaymentOptions, "onSuccess" | "onError"> = {}) {
  return useMutation({
    ...callbacks,
    mutationFn: (payment: Payment | PendingPayment) =>
      "key" in payment ? bank.payments.confirm(payment) : bank.payments.pay(payment),
  });
}
