/** Creates or changes a loan product. Loans keep the terms that they were disbursed with. */

import { Button, Checkbox, Group, Modal, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useBankConfig } from "@/lib/config";
import { currentLocale } from "@/lib/i18n";
import { fractionDigits } from "@/utils/amount";
import { focusFirstError, showFieldErrors } from "@/utils/form-errors";
import { useSaveProduct } from "../api/products";
import { EMPTY_PRODUCT, type LoanProduct, productValidators, toDraft, toRequest } from "../utils/product-draft";

const METHODS = ["declining_balance", "equal_principal", "flat"] as const;
const PREPAYMENTS = ["shorter_term", "lower_instalment"] as const;

/** `product`: the one to change, or `"new"`, or null while the dialog is closed. */
export function ProductDialog({ product, onClose }: { product: LoanProduct | "new" | null; onClose: () => void }) {
  const { t } = useTranslation("loans");
  const title = product === "new" ? t("products.new_title") : (product?.name ?? "");
  return (
    <Modal opened={product !== null} onClose={onClose} title={title} size="lg">
      {product && <ProductForm product={product === "new" ? null : product} onClose={onClose} />}
    </Modal>
  );
}

function ProductForm({ product, onClose }: { product: LoanProduct | null; onClose: () => void }) {
  const { t } = useTranslation(["loans", "common"]);
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
  const field = (name: keyof typeof EMPTY_PRODUCT) => ({
    label: t(`products.field.${name}`),
    ...form.getInputProps(name),
  });
  const methods = METHODS.map((value) => ({ value, label: t(`products.method.${value}`) }));
  const prepayments = PREPAYMENTS.map((value) => ({ value, label: t(`products.prepayment.${value}`) }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {Object.keys(form.errors).length === 0 && <ErrorAlert error={save.error} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput autoComplete="off" data-autofocus {...field("name")} />
          <TextInput inputMode="decimal" autoComplete="off" {...field("annual_rate")} />
          <NativeSelect data={methods} {...field("method")} />
          <NativeSelect data={["30/360", "actual/365"]} {...field("day_count")} />
          <AmountInput maw="none" currency={currency} {...field("min_amount")} />
          <AmountInput maw="none" currency={currency} {...field("max_amount")} />
          <TextInput inputMode="numeric" {...field("min_term_months")} />
          <TextInput inputMode="numeric" {...field("max_term_months")} />
          <TextInput inputMode="numeric" {...field("principal_grace_months")} />
          <NativeSelect data={prepayments} {...field("prepayment")} />
          <AmountInput maw="none" currency={currency} {...field("late_fee")} />
          <TextInput inputMode="numeric" {...field("late_fee_after_days")} />
          <AmountInput maw="none" currency={currency} {...field("disbursement_fee")} />
        </SimpleGrid>
        <Checkbox
          label={t("products.field.overdue_interest")}
          {...form.getInputProps("overdue_interest", { type: "checkbox" })}
        />
        <Checkbox label={t("products.field.is_active")} {...form.getInputProps("is_active", { type: "checkbox" })} />
        {product && (
          <Text size="sm" c="dimmed">
            {t("products.keep_terms")}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={save.isPending}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {product ? t("common:save") : t("products.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The decimals of the currency, 2 for dollars. */
function currencyDigits(currency: string): number {
  return (
    new Intl.NumberFormat(currentLocale(), { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
