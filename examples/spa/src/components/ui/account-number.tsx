/** An account number in groups of four digits, which is copied without the spaces. */

import { ActionIcon, CopyButton, Group, Text, type TextProps } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { i18n } from "@/lib/i18n";

/** `100000000287` as `1000 0000 0287`. */
export function groupNumber(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** For texts of the other direction: the groups keep their order. The marks are invisible. */
export function isolatedNumber(number: string): string {
  return i18n.dir() === "rtl" ? `\u2066${groupNumber(number)}\u2069` : groupNumber(number);
}

export function AccountNumber({ number, ...props }: { number: string } & TextProps) {
  return (
    <Text
      component="bdi"
      dir="ltr"
      inherit
      style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}
      {...props}
    >
      {groupNumber(number)}
    </Text>
  );
}

export function CopyableNumber({ number }: { number: string }) {
  const { t } = useTranslation();
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
            aria-label={t(copied ? "account.copied" : "account.copy")}
            aria-live="polite"
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
