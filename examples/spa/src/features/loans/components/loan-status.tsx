/** The status of a loan, as a badge. */

import { Badge } from "@mantine/core";
import type { LoanStatus } from "@/types/api";

/** In the order of a loan's life cycle. */
export const LOAN_STATUSES: Record<LoanStatus, { label: string; color: string }> = {
  applied: { label: "Pending", color: "yellow.6" },
  approved: { label: "Approved", color: "blue.6" },
  active: { label: "Active", color: "green.6" },
  repaid: { label: "Repaid", color: "gray.6" },
  rejected: { label: "Rejected", color: "red.6" },
  cancelled: { label: "Cancelled", color: "gray.6" },
  written_off: { label: "Written off", color: "red.6" },
};

export function LoanStatusBadge({ status }: { status: LoanStatus }) {
  const { label, color } = LOAN_STATUSES[status];
  return (
    <Badge variant="dot" color={color} tt="none" fw={500}>
      {label}
    </Badge>
  );
}
