/** A loan product as it is typed, and the request made from it. */

import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";
import { parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";

type Schemas = components["schemas"];
export type LoanProduct = Schemas["LoanProduct"];

/** The field names are the API's. Numbers are text, as typed. */
export type ProductDraft = Record<CountField | AmountField | "name" | "annual_rate", string> & {
  method: Schemas["InterestMethodEnum"];
  day_count: Schemas["DayCountEnum"];
  prepayment: Schemas["PrepaymentEnum"];
  overdue_interest: boolean;
  is_active: boolean;
};

type CountField = "min_term_months" | "max_term_months" | "principal_grace_months" | "late_fee_after_days";
type AmountField = "min_amount" | "max_amount" | "late_fee" | "disbursement_fee";

const NUMBERS: CountField[] = ["min_term_months", "max_term_months", "principal_grace_months", "late_fee_after_days"];
const AMOUNTS: AmountField[] = ["min_amount", "max_amount", "late_fee", "disbursement_fee"];
/** A fee may be zero. */
const FEES: string[] = ["late_fee", "disbursement_fee"];

export const EMPTY_PRODUCT: ProductDraft = {
  name: "",
  annual_rate: "",
  method: "declining_balance",
  day_count: "30/360",
  prepayment: "shorter_term",
  overdue_interest: true,
  is_active: true,
  min_amount: "",
  max_amount: "",
  min_term_months: "3",
  max_term_months: "24",
  principal_grace_months: "0",
  late_fee: "0",
  late_fee_after_days: "0",
  disbursement_fee: "0",
};

/** The product as it is edited. */
export function toDraft(product: LoanProduct): ProductDraft {
  const names = Object.keys(EMPTY_PRODUCT) as (keyof ProductDraft)[];
  const fields = names.map((name) => {
    const value = product[name] ?? EMPTY_PRODUCT[name];
    return [name, typeof value === "number" ? String(value) : value];
  });
  return Object.fromEntries(fields) as ProductDraft;
}

/** The error message of each field. The API validates the rest. */
export function productValidators(currency: string, digits: number) {
  const amounts = AMOUNTS.map((name) => [name, (typed: string) => amountMistake(name, typed, currency, digits)]);
  const numbers = NUMBERS.map((name) => [
    name,
    (typed: string) => (/^\d{1,4}$/.test(typed.trim()) ? null : i18n.t("loans:products.error.digits")),
  ]);
  return {
    name: (name: string) => (name.trim() ? null : i18n.t("missing.invited_name")),
    annual_rate: (rate: string) =>
      /^\d{1,3}([.,]\d{1,6})?$/.test(rate.trim()) ? null : i18n.t("loans:products.error.percentage"),
    ...(Object.fromEntries([...amounts, ...numbers]) as Record<
      AmountField | CountField,
      (typed: string) => string | null
    >),
  };
}

function amountMistake(name: string, typed: string, currency: string, digits: number): string | null {
  const { error } = parseTypedAmount(typed, digits, currency);
  if (!error || (error === "zero" && FEES.includes(name))) return null;
  return amountErrorMessage(error, digits);
}

/** The product as it is sent. */
export function toRequest(draft: ProductDraft, currency: string, digits: number): Schemas["LoanProductRequest"] {
  const amounts = AMOUNTS.map((name) => [name, parseTypedAmount(draft[name], digits, currency).amount ?? "0"]);
  const numbers = NUMBERS.map((name) => [name, Number(draft[name])]);
  return {
    ...draft,
    name: draft.name.trim(),
    annual_rate: draft.annual_rate.trim().replace(",", "."),
    ...Object.fromEntries([...amounts, ...numbers]),
  };
}
