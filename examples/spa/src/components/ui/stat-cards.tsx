/** Cards that each show one figure with its name. Together they are a description list. */

import { Paper, SimpleGrid, type SimpleGridProps, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function StatCards({ children, ...props }: SimpleGridProps) {
  return (
    <SimpleGrid component="dl" m={0} spacing={{ base: "sm", sm: "md" }} cols={{ base: 2, md: 4 }} {...props}>
      {children}
    </SimpleGrid>
  );
}

export function StatCard({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} miw={0}>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz={{ base: "lg", sm: "xl" }} fw={600} lh={1.3}>
        {children}
      </Text>
      {note && (
        <Text component="dd" m={0} size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Paper>
  );
}
