/** A list of names and values. */

import { Box, SimpleGrid, type SimpleGridProps, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function DescriptionList({ children, ...props }: SimpleGridProps) {
  return (
    <SimpleGrid component="dl" m={0} spacing="md" verticalSpacing="sm" cols={{ base: 1, xs: 2 }} {...props}>
      {children}
    </SimpleGrid>
  );
}

export function DescriptionItem({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box miw={0}>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </Box>
  );
}
