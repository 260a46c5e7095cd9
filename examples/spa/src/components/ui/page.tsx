/** The frame of a page: its title, which is also the window's, and the content beside the title. */

import { Group, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { BANK_NAME } from "@/config/env";

export function Page({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · ${BANK_NAME}`);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        {/* Gets the focus after navigation (app/shell.tsx). */}
        <Title order={1} size="h2" tabIndex={-1} miw={0} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        {aside && <div className="no-print">{aside}</div>}
      </Group>
      {children}
    </Stack>
  );
}
