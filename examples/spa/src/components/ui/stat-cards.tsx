/** Cards that each show one figure with its name. Together they are a description list. */

import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./stat-cards.module.css";

export function StatCards({ children }: { children: ReactNode }) {
  return <dl className={classes.cards}>{children}</dl>;
}

export function StatCard({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} miw={0}>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz={{ base: "lg", sm: "xl" }} fw={600} lh={1.3} style={{ overflowWrap: "anywhere" }}>
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
