/** A part of a page with its own title. */

import { Box, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** Shown under the title. */
  note?: string | undefined;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Section({ title, note, aside, className, children }: Props) {
  const id = useId();
  return (
    <Paper
      component="section"
      {...(className && { className })}
      withBorder
      p={{ base: "md", sm: "lg" }}
      aria-labelledby={id}
      miw={0}
    >
      <Stack gap="md">
        <Group justify="space-between" align="start" wrap="nowrap">
          <Box miw={0}>
            <Title order={2} size="h4" id={id} style={{ overflowWrap: "anywhere" }}>
              {title}
            </Title>
            {note && (
              <Text size="sm" c="dimmed">
                {note}
              </Text>
            )}
          </Box>
          {aside && (
            <Box flex="none" className="no-print">
              {aside}
            </Box>
          )}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
