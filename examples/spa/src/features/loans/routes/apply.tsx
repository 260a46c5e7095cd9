/** A member's application for a loan: product, amount, term, and what it costs. */

import { Button, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "react-router";
import { groupNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import type { components } from "@/lib/bank-client/schema";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { fractionDigits, isMoreThan, isZero, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { errorMessage } from "@/utils/error-messages";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { formatMoney } from "@/utils/format";
import { pluralize } from "@/utils/pluralize";
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
  const products = useLoanProducts();
  const accounts = useBorrowerAccounts(useUser().id);
  return (
    <Page title="Apply for a loan">
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
      purpose: (purpose) => (purpose.trim() ? null : "Please tell the bank what the loan is for."),
    },
  });
  const [debounced] = useDebouncedValue(form.values, QUOTE_DELAY_MS);
  const product = find(form.values.product);
  if (!product) return <Text>The bank offers no loans at present.</Text>;
  if (accounts.length === 0) return <Text>You need an account first. Ask a cashier to open one.</Text>;

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
      <Section title="Your loan">
        <form onSubmit={submit} noValidate>
          <Stack>
            {!hasFieldError && <ErrorAlert error={apply.error} toMessage={applicationErrorMessage} />}
            <NativeSelect
              label="Product"
              description={describeProduct(product)}
              data={products.map(({ id, name }) => ({ value: String(id), label: name }))}
              {...form.getInputProps("product")}
            />
            <AmountInput
              currency={product.currency}
              description={`${money(product.min_amount, product)} to ${money(product.max_amount, product)}`}
              {...form.getInputProps("amount")}
            />
            <NumberInput
              label="Term in months"
              description={`${product.min_term_months} to ${pluralize(product.max_term_months, "month")}`}
              allowDecimal={false}
              allowNegative={false}
              maw={280}
              {...form.getInputProps("term_months")}
            />
            <TextInput
              label="What is the loan for?"
              autoComplete="off"
              maxLength={PURPOSE_LENGTH}
              {...form.getInputProps("purpose")}
            />
            <NativeSelect
              label="Paid into account"
              data={accounts.map((account) => ({
                value: account.number,
                label: `${accountName(account)} · ${groupNumber(account.number)}`,
              }))}
              {...form.getInputProps("account")}
            />
            <Quote request={toQuoteRequest(debounced, find(debounced.product))} currency={product.currency ?? ""} />
            <Button type="submit" size="md" loading={apply.isPending}>
              Apply
            </Button>
            <Text size="sm" c="dimmed">
              A manager decides on your application. You can cancel it until the loan is disbursed.
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
  return isInRange
    ? null
    : `Please enter ${money(product.min_amount, product)} to ${money(product.max_amount, product)}.`;
}

function termError(term: number, product: Product | undefined): string | null {
  if (!product) return null;
  const { min_term_months: min, max_term_months: max } = product;
  return Number.isInteger(term) && term >= min && term <= max ? null : `Please enter ${min} to ${max} months.`;
}

function money(amount: string, { currency = "USD" }: Product): string {
  return formatMoney(amount, currency);
}

function describeProduct(product: Product): string {
  const { annual_rate, late_fee, late_fee_after_days = 0, disbursement_fee } = product;
  const fees = [
    disbursement_fee &&
      !isZero(disbursement_fee) &&
      `${money(disbursement_fee, product)} is deducted when it is paid out`,
    late_fee &&
      !isZero(late_fee) &&
      `${money(late_fee, product)} for an instalment more than ${late_fee_after_days} days late`,
  ].filter(Boolean);
  return [`${annual_rate}% interest per year`, ...fees].join("; ");
}

function applicationErrorMessage(error: unknown): string {
  return errorMessage(error, { limit_exceeded: "You have too many open applications. Please wait for a decision." });
}
