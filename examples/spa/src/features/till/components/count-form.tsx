/** The count of a till. A difference is booked to "cash over and short". */

import { Alert, Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { bank } from "@/lib/bank";
import { isUndetermined, unwrap } from "@/lib/bank-client/errors";
import { randomId } from "@/lib/bank-client/random";
import { i18n } from "@/lib/i18n";
import { fractionDigits, isZero, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { formatMoney } from "@/utils/format";

interface Props {
  cashier: number;
  expected: string;
  currency: string;
}

export function CountForm({ cashier, expected, currency }: Props) {
  const { t } = useTranslation("till");
  const digits = fractionDigits(expected);
  const count = useCount(cashier);
  const form = useForm({
    initialValues: { counted: "" },
    validate: {
      counted: (typed) => {
        const { error } = parseTypedAmount(typed, digits, currency);
        return error && error !== "zero" ? amountErrorMessage(error, digits) : null;
      },
    },
  });
  const submit = form.onSubmit(
    ({ counted }) =>
      // A till may be empty.
      count.mutate(parseTypedAmount(counted, digits, currency).amount ?? "0", {
        onSuccess: () => form.reset(),
        onError: (error) => showFieldErrors(form, error),
      }),
    focusFirstError(form),
  );
  return (
    <Section title={t("count.title")} note={t("count.note")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {count.data && (
            <Alert color={isZero(count.data.difference) ? "green" : "yellow"} role="status">
              {describeDifference(count.data, currency)}
            </Alert>
          )}
          {!form.errors.counted && <ErrorAlert error={count.error} />}
          <AmountInput label={t("count.counted")} currency={currency} {...form.getInputProps("counted")} />
          <Button type="submit" w="fit-content" loading={count.isPending}>
            {t("count.record")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

/** A count is repeated under the same key while its result is unknown, so that a difference is booked once. */
function useCount(cashier: number) {
  const attempt = useRef({ counted: "", key: "" });
  return useMutation({
    mutationFn: (counted: string) => {
      if (attempt.current.counted !== counted || !attempt.current.key) attempt.current = { counted, key: randomId() };
      const params = { path: { cashier_id: cashier }, header: { "Idempotency-Key": attempt.current.key } };
      return unwrap(bank.api.POST("/api/tills/{cashier_id}/count/", { params, body: { counted } }));
    },
    onSettled: (_, error) => {
      if (!isUndetermined(error)) attempt.current = { counted: "", key: "" };
    },
  });
}

function describeDifference(count: { expected: string; difference: string }, currency: string): string {
  const expected = formatMoney(count.expected, currency);
  if (isZero(count.difference)) return i18n.t("till:count.right", { expected });
  const difference = formatMoney(count.difference.replace("-", ""), currency);
  const isShort = count.difference.startsWith("-");
  return i18n.t(isShort ? "till:count.short" : "till:count.over", { difference, expected });
}
