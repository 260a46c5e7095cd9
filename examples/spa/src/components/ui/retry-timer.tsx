/** How long a user has to wait after too many attempts. */

import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatCountdown } from "@/utils/format";

export function RetryTimer({ secondsLeft }: { secondsLeft: number }) {
  const { t } = useTranslation();
  if (secondsLeft === 0) return null;
  return (
    <Text role="timer" size="sm" c="dimmed" ta="center" style={{ fontVariantNumeric: "tabular-nums" }}>
      {t("retry_in", { time: formatCountdown(secondsLeft) })}
    </Text>
  );
}
