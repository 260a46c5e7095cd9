/** Where a loan stands, in a word. */

import { Badge } from "@mantine/core";
import type { Status } from "./read";

/** In the order of a loan's life. */
export const STATUSES: Record<Status, { word: string; color: string }> = {
  applied: { word: "Waiting", color: "yellow.6" },
  approved: { word: "Approved", color: "blue.6" },
  active: { word: "Running", color: "green.6" },
  repaid: { word: "Repaid", color: "gray.6" },
  rejected: { word: "Rejected", color: "red.6" },
  cancelled: { word: "Cancelled", color: "gray.6" },
  written_off: { word: "Written off", color: "red.6" },
};

export function LoanStatus({ status }: { status: Status }) {
  const { word, color } = STATUSES[status];
  return (
    <Badge variant="dot" color={color} tt="none" fw={500}>
      {word}
    </Badge>
  );
}
