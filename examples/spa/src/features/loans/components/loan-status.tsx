/** The status of a loan, as a badge. */

import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { i18n } from "@/lib/i18n";
import type { LoanStatus } from "@/types/api";

const COLORS: Record<LoanStatus, string> = {
  applied: "yellow.6",
  approved: "blue.6",
  active: "green.6",
  repaid: "gray.6",
  rejected: "red.6",
  cancelled: "gray.6",
  written_off: "red.6",
};

/** In the order of a loan's life cycle. */
export const LOAN_STATUSES = Object.keys(COLORS) as LoanStatus[];

export function loanStatusName(status: LoanStatus): string {
  return i18n.t(`loans:status.${status}`);
}

export function LoanStatusBadge({ status }: { status: LoanStatus }) {
  const { t } = useTranslation("loans");
  return (
    <Badge variant="dot" color={COLORS[status]} tt="none" fw={500}>
      {t(`status.${status}`)}
    </Badge>
  );
}
