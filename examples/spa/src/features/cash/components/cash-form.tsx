/** The form of a deposit or withdrawal. */

import { Button, SegmentedControl, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { DESCRIPTION_LENGTH } from "@/lib/bank-client/payments";
import { cashErrorMessage } from "@/utils/cash-error-messages";
import { AccountSearch } from "./account-search";
import { type CashDraft, toValidDraft, type ValidCashDraft } from "./cash-draft";
import { SelectedAccount } from "./selected-account";

interface Props {
  form: UseFormReturnType<CashDraft>;
  error: unknown;
  takesFocus: boolean;
  /** Fills in the search for the account. */
  search: string;
  onSubmit: (draft: ValidCashDraft) => void;
}

const FIELDS = ["account", "amount", "description"] as const;

export function CashForm({ form, error, takesFocus, search, onSubmit }: Props) {
  const { t } = useTranslation(["cash", "common"]);
  const { account } = form.values;
  const invalid = FIELDS.find((field) => form.errors[field]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on mount; errors on submit are handled below
  useEffect(() => {
    if (takesFocus) form.getInputNode(invalid ?? (account ? "amount" : "account"))?.focus();
  }, []);
  const submit = form.onSubmit(
    (values) => {
      const draft = toValidDraft(values);
      if (draft) onSubmit(draft);
    },
    (errors) => form.getInputNode(FIELDS.find((field) => errors[field]) ?? "account")?.focus(),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!invalid && <ErrorAlert error={error} toMessage={cashErrorMessage} />}
        <SegmentedControl
          aria-label={t("kind.label")}
          fullWidth
          data={[
            { value: "deposit", label: t("kind.deposit") },
            { value: "withdraw", label: t("kind.withdraw") },
          ]}
          value={form.values.kind}
          onChange={(kind) => form.setFieldValue("kind", kind as CashDraft["kind"])}
        />
        <AccountField form={form} search={search} />
        <AmountInput
          {...form.getInputProps("amount")}
          label={account ? t("amount_in", { currency: account.currency }) : t("common:amount.label")}
          currency={account?.currency}
          required
          withAsterisk={false}
        />
        <TextInput
          {...form.getInputProps("description")}
          label={t("description")}
          autoComplete="off"
          maxLength={DESCRIPTION_LENGTH}
        />
        <Button type="submit" size="md" mt="xs">
          {t("continue")}
        </Button>
      </Stack>
    </form>
  );
}

function AccountField({ form, search }: { form: UseFormReturnType<CashDraft>; search: string }) {
  const { account } = form.values;
  if (!account) {
    const select = (selected: CashDraft["account"]) => {
      form.setFieldValue("account", selected);
      form.clearFieldError("account");
      form.getInputNode("amount")?.focus();
    };
    return <AccountSearch initialSearch={search} error={form.errors.account} onSelect={select} />;
  }
  const change = () => {
    form.setFieldValue("account", null);
    // The field is rendered first.
    setTimeout(() => form.getInputNode("account")?.focus());
  };
  return <SelectedAccount account={account} error={form.errors.account} onChange={change} />;
}
