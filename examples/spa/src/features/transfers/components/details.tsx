/** Step 1: the details of the transfer. */

import { Button, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isolatedNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { StepTitle } from "@/components/ui/step-title";
import { DESCRIPTION_LENGTH } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatMoney } from "@/utils/format";
import { decimalSeparator } from "@/utils/locale";
import { type Draft, findAccount } from "../utils/draft";
import type { TransferLimit } from "../utils/limit";
import { PayeeInput } from "./payee-input";

interface DetailsProps {
  form: UseFormReturnType<Draft>;
  accounts: Account[];
  limit: TransferLimit;
  /** What gets the focus on return from a later step: the name of a field, or the heading. */
  focus: string | undefined;
  isChecking: boolean;
  onSubmit: (draft: Draft) => void;
}

export function Details({ form, accounts, limit, focus, isChecking, onSubmit }: DetailsProps) {
  const { t } = useTranslation("transfers");
  const from = findAccount(accounts, form.values.from_account);
  const isField = focus !== undefined && focus in form.values;
  const fields = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isField) focusField(fields.current, focus);
  }, [isField, focus]);
  return (
    <form
      ref={fields}
      noValidate
      onSubmit={form.onSubmit(onSubmit, (errors) => focusField(fields.current, Object.keys(errors)[0]))}
    >
      <Stack>
        <StepTitle step={t("step", { step: 1 })} isFirst={isField || focus === undefined}>
          {t("details.title")}
        </StepTitle>
        <Select
          label={t("details.from")}
          placeholder={t("details.from_hint")}
          allowDeselect={false}
          data={accounts.map((account) => ({
            value: account.number,
            label: `${accountName(account)} · ${isolatedNumber(account.number)}`,
          }))}
          description={from && t("details.available", { amount: formatMoney(from.available_balance, from.currency) })}
          {...form.getInputProps("from_account")}
        />
        <PayeeInput accounts={accounts} from={form.values.from_account} {...form.getInputProps("to_account")} />
        <AmountInput
          currency={from?.currency}
          placeholder={`0${decimalSeparator()}00`}
          description={from && limit.amount !== null && limit.hint(formatMoney(limit.amount, from.currency))}
          {...form.getInputProps("amount")}
        />
        <TextInput
          label={t("details.description")}
          description={t("details.description_hint")}
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
          {...form.getInputProps("description")}
        />
        <Button type="submit" size="md" mt="xs" loading={isChecking}>
          {t("details.continue")}
        </Button>
      </Stack>
    </form>
  );
}

function focusField(fields: HTMLElement | null, name: string | undefined) {
  fields?.querySelector<HTMLElement>(`[data-path="${name}"]`)?.focus();
}
