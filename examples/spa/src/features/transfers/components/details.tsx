/** Step 1: the details of the transfer. */

import { Button, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useRef } from "react";
import { groupNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { StepTitle } from "@/components/ui/step-title";
import { DESCRIPTION_LENGTH } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatMoney } from "@/utils/format";
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
        <StepTitle step="Step 1 of 3" isFirst={isField || focus === undefined}>
          New transfer
        </StepTitle>
        <Select
          label="From account"
          placeholder="Select an account"
          allowDeselect={false}
          data={accounts.map((account) => ({
            value: account.number,
            label: `${accountName(account)} · ${groupNumber(account.number)}`,
          }))}
          description={from && `${formatMoney(from.available_balance, from.currency)} available`}
          {...form.getInputProps("from_account")}
        />
        <PayeeInput accounts={accounts} from={form.values.from_account} {...form.getInputProps("to_account")} />
        <AmountInput
          currency={from?.currency}
          placeholder="0.00"
          description={from && limit.amount !== null && limit.hint(formatMoney(limit.amount, from.currency))}
          {...form.getInputProps("amount")}
        />
        <TextInput
          label="Description (optional)"
          description="The recipient sees it."
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
          {...form.getInputProps("description")}
        />
        <Button type="submit" size="md" mt="xs" loading={isChecking}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}

function focusField(fields: HTMLElement | null, name: string | undefined) {
  fields?.querySelector<HTMLElement>(`[data-path="${name}"]`)?.focus();
}
