/** How long a user has to wait after too many attempts. */

import { Text } from "@mantine/core";
import { formatCountdown } from "@/utils/format";

export function RetryTimer({ secondsLeft }: { secondsLeft: number }) {
  if (secondsLeft === 0) return null;
  return (
    <Text role="timer" size="sm" c="dimmed" ta="center" style={{ fontVariantNumeric: "tabular-nums" }}>
      You can try again in {formatCountdown(secondsLeft)}
    </Text>
  );
}
