/** The status of an account, as a badge. */

import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { components } from "@/lib/bank-client/schema";

const COLORS = { active: "green", frozen: "blue", closed: "gray" };

export function AccountStatus({ status }: { status: components["schemas"]["AccountStatusEnum"] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLORS[status]} tt="none" fw={600}>
      {t(`account.status.${status}`)}
    </Badge>
  );
}
