/** Step 1: the details of the transfer. */

import { Button, Select, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useRef } from "react";
import { groupNumber } from "@/components/ui/account-number";
import { StepTitle } from "@/components/ui/step-title";
import { DESCRIPTION_LENGTH } from "@/lib/bank-client/payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { formatMoney } from "@/utils/format";
import type { Draft } from "../utils/draft";

interface DetailsProps {
  form: UseFormReturnType<Draft>;
  accounts: Account[];
  /** What gets the focus on return from a later step: the name of a field, or the heading. */
  focus: string | undefined;
  onSubmit: (draft: Draft) => void;
}

export function Details({ form, accounts, focus, onSubmit }: DetailsProps) {
  const from = accounts.find(({ number }) => number === form.values.from_account);
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
        <TextInput
          label="To account number"
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps("to_account")}
        />
        <TextInput
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.00"
          rightSection={
            <Text size="sm" c="dimmed">
              {from?.currency}
            </Text>
          }
          rightSectionWidth={56}
          rightSectionPointerEvents="none"
          {...form.getInputProps("amount")}
        />
        <TextInput
          label="Description"
          description="Optional. The recipient sees it."
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
          {...form.getInputProps("description")}
        />
        <Button type="submit" size="md" mt="xs">
          Continue
        </Button>
      </Stack>
    </form>
  );
}

function focusField(fields: HTMLFormElement | null, name: string | undefined) {
  fields?.querySelector<HTMLElement>(`[data-path="${name}"]`)?.focus();
}
