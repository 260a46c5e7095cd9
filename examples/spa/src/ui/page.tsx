/** The frame of a page: its name, for the window too, and what stands beside it. */

import { Group, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { BANK_NAME } from "../settings";

export function Page({ title, beside, children }: { title: string; beside?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · ${BANK_NAME}`);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        {/* Takes the focus when one arrives here (app/shell.tsx). */}
        <Title order={1} size="h2" tabIndex={-1}>
          {title}
        </Title>
        {beside}
      </Group>
      {children}
    </Stack>
  );
}
