/** Which account, how much, and what for. */

import { Button, SegmentedControl, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";
import { DESCRIPTION_LENGTH } from "../../bank/payments";
import { Refusal } from "../../ui/refusal";
import { type Cash, type FilledCash, filled } from "./cash";
import { ChosenAccount } from "./chosen-account";
import { FindAccount } from "./find-account";
import { wordForCounter } from "./words";

interface Props {
  form: UseFormReturnType<Cash>;
  refusal: unknown;
  takesFocus: boolean;
  onFilled: (cash: FilledCash) => void;
}

const FIELDS = ["account", "amount", "description"] as const;

export function CashForm({ form, refusal, takesFocus, onFilled }: Props) {
  const { account } = form.values;
  const wrong = FIELDS.find((field) => form.errors[field]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it begins; errors made while it stands are below
  useEffect(() => {
    if (takesFocus) form.getInputNode(wrong ?? (account ? "amount" : "account"))?.focus();
  }, []);
  const submit = form.onSubmit(
    (values) => {
      const cash = filled(values);
      if (cash) onFilled(cash);
    },
    (errors) => form.getInputNode(FIELDS.find((field) => errors[field]) ?? "account")?.focus(),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!wrong && <Refusal error={refusal} inWords={wordForCounter} />}
        <SegmentedControl
          aria-label="Deposit or withdraw"
          fullWidth
          data={[
            { value: "deposit", label: "Deposit" },
            { value: "withdraw", label: "Withdraw" },
          ]}
          value={form.values.kind}
          onChange={(kind) => form.setFieldValue("kind", kind as Cash["kind"])}
        />
        <AccountField form={form} />
        <TextInput
          {...form.getInputProps("amount")}
          label={account ? `Amount in ${account.currency}` : "Amount"}
          required
          inputMode="decimal"
          autoComplete="off"
          maw={240}
        />
        <TextInput
          {...form.getInputProps("description")}
          label="Description (optional)"
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
        />
        <Button type="submit" size="md" mt="xs">
          Continue
        </Button>
      </Stack>
    </form>
  );
}

function AccountField({ form }: { form: UseFormReturnType<Cash> }) {
  const { account } = form.values;
  if (!account) {
    const choose = (chosen: Cash["account"]) => {
      form.setFieldValue("account", chosen);
      form.clearFieldError("account");
      form.getInputNode("amount")?.focus();
    };
    return <FindAccount error={form.errors.account} onChoose={choose} />;
  }
  const change = () => {
    form.setFieldValue("account", null);
    // Once the field is there again.
    setTimeout(() => form.getInputNode("account")?.focus());
  };
  return <ChosenAccount account={account} error={form.errors.account} onChange={change} />;
}
