/** A field for an amount, with its currency. The typed text is read by utils/amount.ts. */

import { Text, TextInput, type TextInputProps } from "@mantine/core";

export function AmountInput({ currency, ...props }: TextInputProps & { currency: string | undefined }) {
  return (
    <TextInput
      label="Amount"
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
