/** A member's application for a loan: product, amount, term, and what it costs. */

import { Button, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { isolatedNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { fractionDigits, isMoreThan, isZero, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { errorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { formatMoney, formatRate } from "@/utils/format";
import { useBorrowerAccounts, useLoanProducts } from "../api/loans";
import { Quote } from "../components/quote";

type Product = components["schemas"]["LoanProduct"];

const PURPOSE_LENGTH = 200;
const QUOTE_DELAY_MS = 400;

interface Values {
  product: string;
  amount: string;
  term_months: number | string;
  purpose: string;
  account: string;
}

export function ApplyPage() {
  const { t } = useTranslation("loans");
  const products = useLoanProducts();
  const accounts = useBorrowerAccounts(useUser().id);
  return (
    <Page title={t("apply_for_loan")}>
      <QueryResult query={products}>
        {({ results }) => (
          <QueryResult query={accounts}>
            {({ results: own }) => <Application products={results} accounts={own} />}
          </QueryResult>
        )}
      </QueryResult>
    </Page>
  );
}

function Application({ products, accounts }: { products: Product[]; accounts: Account[] }) {
  const { t } = useTranslation("loans");
  const navigate = useNavigate();
  const apply = $api.useMutation("post", "/api/loans/");
  const find = (id: string) => products.find((product) => String(product.id) === id);
  const form = useForm<Values>({
    initialValues: {
      product: String(products[0]?.id ?? ""),
      amount: "",
      term_months: products[0]?.min_term_months ?? 12,
      purpose: "",
      account: accounts[0]?.number ?? "",
    },
    validate: {
      amount: (amount, { product }) => amountError(amount, find(product)),
      term_months: (term, { product }) => termError(Number(term), find(product)),
      purpose: (purpose) => (purpose.trim() ? null : t("apply.missing_purpose")),
    },
  });
  const [debounced] = useDebouncedValue(form.values, QUOTE_DELAY_MS);
  const product = find(form.values.product);
  if (!product) return <Text>{t("apply.no_products")}</Text>;
  if (accounts.length === 0) return <Text>{t("apply.no_account")}</Text>;

  const submit = form.onSubmit(({ amount, term_months, purpose, account }) => {
    const body = {
      product: product.id,
      amount: read(amount, product) ?? "",
      term_months: Number(term_months),
      purpose: purpose.trim(),
      account,
    };
    apply.mutate(
      { body },
      {
        onSuccess: (loan) => void navigate(paths.loan(loan.id)),
        onError: (error) => showFieldErrors(form, error),
      },
    );
  }, focusFirstError(form));
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <Stack gap="lg" maw={760}>
      <Section title={t("apply.section")}>
        <form onSubmit={submit} noValidate>
          <Stack>
            {!hasFieldError && <ErrorAlert error={apply.error} toMessage={applicationErrorMessage} />}
            <NativeSelect
              label={t("product")}
              description={describeProduct(product)}
              data={products.map(({ id, name }) => ({ value: String(id), label: name }))}
              {...form.getInputProps("product")}
            />
            <AmountInput
              currency={product.currency}
              description={t("apply.amount_hint", amountRange(product))}
              {...form.getInputProps("amount")}
            />
            <NumberInput
              label={t("apply.term")}
              description={t("apply.term_hint", { min: product.min_term_months, count: product.max_term_months })}
              allowDecimal={false}
              allowNegative={false}
              maw={280}
              {...form.getInputProps("term_months")}
            />
            <TextInput
              label={t("apply.purpose")}
              autoComplete="off"
              maxLength={PURPOSE_LENGTH}
              {...form.getInputProps("purpose")}
            />
            <NativeSelect
              label={t("apply.account")}
              data={accounts.map((account) => ({
                value: account.number,
                label: t("apply.account_option", {
                  name: accountName(account),
                  number: isolatedNumber(account.number),
                }),
              }))}
              {...form.getInputProps("account")}
            />
            <Quote request={toQuoteRequest(debounced, find(debounced.product))} currency={product.currency ?? ""} />
            <Button type="submit" size="md" loading={apply.isPending}>
              {t("apply.action")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("apply.note")}
            </Text>
          </Stack>
        </form>
      </Section>
    </Stack>
  );
}

/** Null while an amount or a term is missing, or out of the product's range. */
function toQuoteRequest({ amount, term_months }: Values, product: Product | undefined) {
  if (!product || amountError(amount, product) || termError(Number(term_months), product)) return null;
  return { product: product.id, amount: read(amount, product) ?? "", term_months: Number(term_months) };
}

function read(amount: string, { min_amount, currency }: Product): string | null {
  return parseTypedAmount(amount, fractionDigits(min_amount), currency).amount;
}

function amountError(typed: string, product: Product | undefined): string | null {
  if (!product) return null;
  const digits = fractionDigits(product.min_amount);
  const { amount, error } = parseTypedAmount(typed, digits, product.currency);
  if (error) return amountErrorMessage(error, digits);
  const isInRange = !isMoreThan(product.min_amount, amount) && !isMoreThan(amount, product.max_amount);
  return isInRange ? null : i18n.t("loans:apply.amount_error", amountRange(product));
}

function termError(term: number, product: Product | undefined): string | null {
  if (!product) return null;
  const { min_term_months: min, max_term_months: max } = product;
  if (Number.isInteger(term) && term >= min && term <= max) return null;
  return i18n.t("loans:apply.term_error", { range: i18n.t("loans:month_range", { min, count: max }) });
}

function money(amount: string, { currency = "USD" }: Product): string {
  return formatMoney(amount, currency);
}

function amountRange(product: Product): { from: string; to: string } {
  return { from: money(product.min_amount, product), to: money(product.max_amount, product) };
}

function describeProduct(product: Product): string {
  const { annual_rate, late_fee, late_fee_after_days = 0, disbursement_fee } = product;
  const fees: string[] = [];
  if (disbursement_fee && !isZero(disbursement_fee)) {
    fees.push(i18n.t("loans:apply.disbursement_fee", { amount: money(disbursement_fee, product) }));
  }
  if (late_fee && !isZero(late_fee)) {
    fees.push(i18n.t("loans:apply.late_fee", { amount: money(late_fee, product), count: late_fee_after_days }));
  }
  const rate = i18n.t("loans:apply.rate", { rate: formatRate(annual_rate) });
  return fees.reduce((terms, fee) => i18n.t("loans:apply.terms_and_fee", { terms, fee }), rate);
}

function applicationErrorMessage(error: unknown): string {
  return errorMessage(error, { limit_exceeded: i18n.t("loans:apply.limit_exceeded") });
}
