/** An account number in groups of four digits, which is copied without the spaces. */

import { ActionIcon, CopyButton, Group, Text, type TextProps } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** `100000000287` as `1000 0000 0287`. */
export function groupNumber(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}

export function AccountNumber({ number, ...props }: { number: string } & TextProps) {
  return (
    <Text component="span" inherit style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }} {...props}>
      {groupNumber(number)}
    </Text>
  );
}

export function CopyableNumber({ number }: { number: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <AccountNumber number={number} />
      <CopyButton value={number} timeout={2000}>
        {({ copied, copy }) => (
          <ActionIcon
            className="no-print"
            variant="subtle"
            color={copied ? "green" : "gray"}
            onClick={copy}
            aria-label={copied ? "Account number copied" : "Copy account number"}
            aria-live="polite"
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
