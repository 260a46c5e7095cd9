/** A list with a title on the left and an amount on the right of each row, for narrow and wide screens. */

import { Box, Group, Stack, Text } from "@mantine/core";
import { Children, isValidElement, type ReactNode } from "react";
import classes from "./rows.module.css";

/** `empty` is shown if there are no rows. */
export function Rows({ label, empty, children }: { label: string; empty: string; children: ReactNode }) {
  const rows = Children.toArray(children).filter(isValidElement);
  if (!rows.length) return <Text c="dimmed">{empty}</Text>;
  return (
    <Stack component="ul" gap="sm" m={0} p={0} aria-label={label} style={{ listStyle: "none" }}>
      {rows.map((row, index) => (
        <Box
          key={row.key}
          component="li"
          {...(index ? { pt: "sm", style: { borderTop: "1px solid var(--mantine-color-default-border)" } } : {})}
        >
          {row}
        </Box>
      ))}
    </Stack>
  );
}

interface RowProps {
  title: ReactNode;
  note?: ReactNode;
  amount?: ReactNode;
  /** Under the amount. */
  amountNote?: ReactNode;
  action?: ReactNode;
}

export function Row({ title, note, amount, amountNote, action }: RowProps) {
  return (
    <Group gap="sm" justify="space-between">
      <div className={classes.row}>
        <div className={classes.text}>
          <Text component="div" fw={500}>
            {title}
          </Text>
          <Text component="div" size="sm" c="dimmed">
            {note}
          </Text>
        </div>
        {(amount || amountNote) && (
          <div className={classes.amount}>
            <Text component="div" fw={600}>
              {amount}
            </Text>
            <Text component="div" size="sm" c="dimmed">
              {amountNote}
            </Text>
          </div>
        )}
      </div>
      {action}
    </Group>
  );
}
