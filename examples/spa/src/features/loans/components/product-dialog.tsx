/** Creates or changes a loan product. Loans keep the terms that they were disbursed with. */

import { Button, Checkbox, Group, Modal, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useBankConfig } from "@/lib/config";
import { fractionDigits } from "@/utils/amount";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { useSaveProduct } from "../api/products";
import { EMPTY_PRODUCT, type LoanProduct, productValidators, toDraft, toRequest } from "../utils/product-draft";

const METHODS = [
  { value: "declining_balance", label: "Equal instalments" },
  { value: "equal_principal", label: "Equal principal" },
  { value: "flat", label: "Flat interest" },
];
const PREPAYMENTS = [
  { value: "shorter_term", label: "A shorter term" },
  { value: "lower_instalment", label: "Lower instalments" },
];

/** `product`: the one to change, or `"new"`, or null while the dialog is closed. */
export function ProductDialog({ product, onClose }: { product: LoanProduct | "new" | null; onClose: () => void }) {
  const title = product === "new" ? "New loan product" : (product?.name ?? "");
  return (
    <Modal opened={product !== null} onClose={onClose} title={title} size="lg">
      {product && <ProductForm product={product === "new" ? null : product} onClose={onClose} />}
    </Modal>
  );
}

function ProductForm({ product, onClose }: { product: LoanProduct | null; onClose: () => void }) {
  const bankCurrency = useBankConfig()?.currency ?? "USD";
  const currency = product?.currency ?? bankCurrency;
  const digits = product ? fractionDigits(product.min_amount) : currencyDigits(currency);
  const save = useSaveProduct(product?.id ?? null);
  const form = useForm({
    initialValues: product ? toDraft(product) : EMPTY_PRODUCT,
    validate: productValidators(currency, digits),
  });
  const submit = form.onSubmit(
    (draft) =>
      save.mutate(toRequest(draft, currency, digits), {
        onSuccess: onClose,
        onError: (error) => showFieldErrors(form, error),
      }),
    focusFirstError(form),
  );
  const field = (name: keyof typeof EMPTY_PRODUCT) => form.getInputProps(name);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {Object.keys(form.errors).length === 0 && <ErrorAlert error={save.error} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="Name" autoComplete="off" data-autofocus {...field("name")} />
          <TextInput
            label="Rate per year, in percent"
            inputMode="decimal"
            autoComplete="off"
            {...field("annual_rate")}
          />
          <NativeSelect label="Interest" data={METHODS} {...field("method")} />
          <NativeSelect label="Day count" data={["30/360", "actual/365"]} {...field("day_count")} />
          <AmountInput maw="none" label="Smallest amount" currency={currency} {...field("min_amount")} />
          <AmountInput maw="none" label="Largest amount" currency={currency} {...field("max_amount")} />
          <TextInput label="Shortest term, in months" inputMode="numeric" {...field("min_term_months")} />
          <TextInput label="Longest term, in months" inputMode="numeric" {...field("max_term_months")} />
          <TextInput label="Months without principal" inputMode="numeric" {...field("principal_grace_months")} />
          <NativeSelect label="A prepayment leads to" data={PREPAYMENTS} {...field("prepayment")} />
          <AmountInput maw="none" label="Fee for a late instalment" currency={currency} {...field("late_fee")} />
          <TextInput label="Days late without that fee" inputMode="numeric" {...field("late_fee_after_days")} />
          <AmountInput maw="none" label="Fee at disbursement" currency={currency} {...field("disbursement_fee")} />
        </SimpleGrid>
        <Checkbox
          label="Overdue principal earns interest"
          {...form.getInputProps("overdue_interest", { type: "checkbox" })}
        />
        <Checkbox label="Members can apply for it" {...form.getInputProps("is_active", { type: "checkbox" })} />
        {product && (
          <Text size="sm" c="dimmed">
            Loans that are approved already keep their terms.
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={save.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {product ? "Save" : "Create"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The decimals of the currency, 2 for dollars. */
function currencyDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
