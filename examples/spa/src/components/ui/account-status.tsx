/** The status of an account, as a badge. */

import { Badge } from "@mantine/core";
import type { components } from "@/lib/bank-client/schema";

const STATUS = {
  active: { label: "Active", color: "green" },
  frozen: { label: "Frozen", color: "blue" },
  closed: { label: "Closed", color: "gray" },
};

export function AccountStatus({ status }: { status: components["schemas"]["AccountStatusEnum"] }) {
  const { label, color } = STATUS[status];
  return (
    <Badge variant="light" color={color} tt="none" fw={600}>
      {label}
    </Badge>
  );
}
