/** A list whose rows read the same on a phone as on a desk: what it is on the left, how much on the right. */

import { Box, Group, Stack, Text } from "@mantine/core";
import { Children, isValidElement, type ReactNode } from "react";

/** `empty` is said where there are no rows. */
export function Rows({ label, empty, children }: { label: string; empty: string; children: ReactNode }) {
  const rows = Children.toArray(children).filter(isValidElement);
  if (!rows.length) return <Text c="dimmed">{empty}</Text>;
  return (
    <Stack component="ul" gap="sm" m={0} p={0} aria-label={label} style={{ listStyle: "none" }}>
      {rows.map((row, place) => (
        <Box
          key={row.key}
          component="li"
          {...(place ? { pt: "sm", style: { borderTop: "1px solid var(--mantine-color-default-border)" } } : {})}
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
  under?: ReactNode;
  action?: ReactNode;
}

export function Row({ title, note, amount, under, action }: RowProps) {
  return (
    <Group gap="sm" justify="space-between">
      <Group flex="1 1 16rem" miw={0} gap="md" justify="space-between" align="start" wrap="nowrap">
        <Box miw={0} style={{ overflowWrap: "anywhere" }}>
          <Text component="div" fw={500}>
            {title}
          </Text>
          <Text component="div" size="sm" c="dimmed">
            {note}
          </Text>
        </Box>
        <Box ta="right" style={{ flexShrink: 0 }}>
          <Text fw={600}>{amount}</Text>
          <Text component="div" size="sm" c="dimmed">
            {under}
          </Text>
        </Box>
      </Group>
      {action}
    </Group>
  );
}
