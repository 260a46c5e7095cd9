/** What there is to know of one thing, as terms and what they are. */

import { Box, SimpleGrid, type SimpleGridProps, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Facts({ children, ...props }: SimpleGridProps) {
  return (
    <SimpleGrid component="dl" m={0} spacing="md" verticalSpacing="sm" cols={{ base: 1, xs: 2 }} {...props}>
      {children}
    </SimpleGrid>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
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
