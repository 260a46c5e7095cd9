/** What went wrong, said where it happened and to screen readers. */

import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { wordFor } from "./words";

interface Props {
  error: unknown;
  inWords?: (error: unknown) => string;
  takesFocus?: boolean;
}

export function Refusal({ error, inWords = wordFor, ...props }: Props) {
  return error ? <Problem {...props}>{inWords(error)}</Problem> : null;
}

/** The same in the page's own words. */
export function Problem({ children, takesFocus = false }: { children: ReactNode; takesFocus?: boolean }) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) alert.current?.focus();
  }, [takesFocus]);
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} role="alert" ref={alert} tabIndex={-1}>
      {children}
    </Alert>
  );
}
