/** Step 1: from where, to whom, how much, what for. */

import { Button, Select, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useRef } from "react";
import { DESCRIPTION_LENGTH } from "../../bank/payments";
import { groupNumber } from "../../ui/account-number";
import { formatMoney } from "../../ui/money";
import { StepTitle } from "../../ui/step-title";
import { nameOf } from "../accounts/name";
import type { Account } from "../accounts/read";
import type { Draft } from "./draft";

interface DetailsProps {
  form: UseFormReturnType<Draft>;
  accounts: Account[];
  /** Where one goes on who comes back from a later step: the name of a field, or the heading. */
  back: string | undefined;
  onDone: (draft: Draft) => void;
}

export function Details({ form, accounts, back, onDone }: DetailsProps) {
  const from = accounts.find(({ number }) => number === form.values.from_account);
  const isField = back !== undefined && back in form.values;
  const fields = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isField) focusOn(fields.current, back);
  }, [isField, back]);
  return (
    <form
      ref={fields}
      noValidate
      onSubmit={form.onSubmit(onDone, (errors) => focusOn(fields.current, Object.keys(errors)[0]))}
    >
      <Stack>
        <StepTitle step="Step 1 of 3" isFirst={isField || back === undefined}>
          Whom do you pay?
        </StepTitle>
        <Select
          label="From account"
          placeholder="Choose an account"
          allowDeselect={false}
          data={accounts.map((account) => ({
            value: account.number,
            label: `${nameOf(account)} · ${groupNumber(account.number)}`,
          }))}
          description={from && `${formatMoney(from.available_balance, from.currency)} can be paid from it`}
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
          description="Optional. The other side reads it too."
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

/** What was found fault with is where one goes on typing. */
function focusOn(fields: HTMLFormElement | null, name: string | undefined) {
  fields?.querySelector<HTMLElement>(`[data-path="${name}"]`)?.focus();
}
