/** A field for an amount, with its currency. The typed text is read by utils/amount.ts. */

import { Text, TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function AmountInput({ currency, ...props }: TextInputProps & { currency: string | undefined }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("amount.label")}
      inputMode="decimal"
      autoComplete="off"
      rightSection={
        <Text size="sm" c="dimmed">
          {currency}
        </Text>
      }
      rightSectionWidth={56}
      rightSectionPointerEvents="none"
      maw={280}
      {...props}
    />
  );
}
