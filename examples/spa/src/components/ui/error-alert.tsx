/** Error messages, shown where the error happened and announced to screen readers. */

import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { errorMessage } from "@/utils/error-messages";

interface Props {
  error: unknown;
  toMessage?: (error: unknown) => string;
  takesFocus?: boolean;
}

export function ErrorAlert({ error, toMessage = errorMessage, ...props }: Props) {
  return error ? <ErrorMessage {...props}>{toMessage(error)}</ErrorMessage> : null;
}

/** The same alert with a message of the page. */
export function ErrorMessage({ children, takesFocus = false }: { children: ReactNode; takesFocus?: boolean }) {
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
