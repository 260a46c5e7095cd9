/** Whether an account can be used. */

import { Badge } from "@mantine/core";
import type { components } from "../bank/schema";

const STATUS = {
  active: { word: "Active", color: "green" },
  frozen: { word: "Frozen", color: "blue" },
  closed: { word: "Closed", color: "gray" },
};

export function AccountStatus({ status }: { status: components["schemas"]["AccountStatusEnum"] }) {
  const { word, color } = STATUS[status];
  return (
    <Badge variant="light" color={color} tt="none" fw={600}>
      {word}
    </Badge>
  );
}
