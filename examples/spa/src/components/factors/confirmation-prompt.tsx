/** Shows what a request would do, from the bank's own rows, and confirms it with a second factor. */

import { Button, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryResult } from "@/components/ui/query-result";
import { bank } from "@/lib/bank";
import { isNotFound, unwrap } from "@/lib/bank-client/errors";
import type { components } from "@/lib/bank-client/schema";
import { ConfirmationSummary } from "./confirmation-summary";
import { FactorForm, type PresentedFactor } from "./factor-form";
import { useLoaded } from "./use-loaded";

type Confirmation = components["schemas"]["Confirmation"];
type ConfirmedRequest = components["schemas"]["NewConfirmationRequest"];

/** Not `expires_at`, because this device's clock may be wrong. */
const LIFETIME_MS = 5 * 60_000;

interface Props {
  request: ConfirmedRequest;
  onTitle: (title: string) => void;
  /** The button to cancel. */
  children: ReactNode;
}

export function ConfirmationPrompt({ request, onTitle, children }: Props) {
  const { t } = useTranslation();
  const title = t(`confirmation.title.${subjectOf(request)}`);
  useEffect(() => onTitle(title), [onTitle, title]);
  const [isExpired, setExpired] = useState(false);
  const confirmation = useLoaded(() => unwrap(bank.api.POST("/api/confirmations/", { body: request })));
  const begin = () => {
    setExpired(false);
    void confirmation.refetch();
  };
  if (isExpired) {
    return (
      <Stack>
        <Text role="alert">{t("confirmation.expired")}</Text>
        <Button onClick={begin} data-autofocus autoFocus>
          {t("confirmation.start_again")}
        </Button>
        {children}
      </Stack>
    );
  }
  return (
    <Stack>
      <QueryResult query={confirmation}>
        {(data) => (
          <Form key={data.id} confirmation={data} onExpired={() => setExpired(true)}>
            {children}
          </Form>
        )}
      </QueryResult>
      {!confirmation.data && children}
    </Stack>
  );
}

interface FormProps {
  confirmation: Confirmation;
  onExpired: () => void;
  children: ReactNode;
}

function Form({ confirmation: { id, summary, methods, passkey }, onExpired, children }: FormProps) {
  const { t } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: from the arrival of the confirmation
  useEffect(() => {
    const timer = setTimeout(onExpired, LIFETIME_MS);
    return () => clearTimeout(timer);
  }, []);
  const confirm = async (factor: PresentedFactor) => {
    // A confirmation accepts a code or a passkey, and nothing else is offered.
    const body = factor as { code: string } | { credential: Record<string, unknown> };
    const params = { path: { confirmation_id: id } };
    try {
      await unwrap(bank.api.POST("/api/confirmations/{confirmation_id}/", { params, body }));
    } catch (error) {
      if (isNotFound(error)) return onExpired();
      throw error;
    }
    bank.stepUp.allow(id);
  };
  return (
    <>
      <ConfirmationSummary summary={summary} />
      <FactorForm methods={methods} passkey={passkey} action={t("confirm")} onSubmit={confirm}>
        {children}
      </FactorForm>
    </>
  );
}

function subjectOf({ method, path }: ConfirmedRequest): "reversal" | "write_off" | "factors" | "role" | "payment" {
  if (path.endsWith("/reverse/")) return "reversal";
  if (path.endsWith("/write-off/")) return "write_off";
  if (path.endsWith("/factors/")) return "factors";
  return method === "PATCH" ? "role" : "payment";
}
