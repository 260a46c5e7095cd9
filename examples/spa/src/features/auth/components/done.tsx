/** The result of a form, which gets the focus so that screen readers read it. */

import { Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

export function Done({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <Stack>
      <Text ref={text} tabIndex={-1} role="status" style={{ outline: "none" }}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
