/** Step 2: the user reviews the transfer before it is sent. */

import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Money } from "@/components/ui/money";
import { PendingPaymentAlert } from "@/components/ui/pending-payment-alert";
import { StepTitle } from "@/components/ui/step-title";
import { useUser } from "@/hooks/use-session";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { usePayeeName } from "../api/transfers";
import type { Draft } from "../utils/draft";
import { transferErrorMessage } from "../utils/error-messages";

interface ReviewProps {
  draft: Draft;
  currency: string;
  accounts: Account[];
  isPaying: boolean;
  /** This payment, if it was sent and not confirmed. */
  pending: PendingPayment | null;
  error: unknown;
  onPay: () => void;
  onCheck: (pending: PendingPayment) => void;
  onChange: () => void;
}

export function Review(props: ReviewProps) {
  const { t } = useTranslation(["transfers", "common"]);
  const { draft, currency, accounts, isPaying, pending, error, onPay, onCheck, onChange } = props;
  const from = accounts.find(({ number }) => number === draft.from_account);
  const own = accounts.find(({ number }) => number === draft.to_account);
  const payee = usePayeeName(draft.to_account);
  const isMember = useUser().role === "member";
  return (
    <Stack gap="lg">
      <StepTitle step={t("step", { step: 2 })}>{t("review.title")}</StepTitle>
      <div>
        <Text c="dimmed">{t("common:amount.label")}</Text>
        <Money amount={draft.amount} currency={currency} fz={34} fw={650} lh={1.2} />
      </div>
      <DescriptionList>
        <DescriptionItem name={t("from")}>
          <bdi>{from && accountName(from)}</bdi> <AccountNumber number={draft.from_account} c="dimmed" />
        </DescriptionItem>
        <DescriptionItem name={t("to")}>
          {own
            ? t(`review.own.${isMember ? "member" : "staff"}`, { account: accountName(own) })
            : payee && (
                <bdi>
                  <strong>{payee}</strong>
                </bdi>
              )}{" "}
          <AccountNumber number={draft.to_account} c="dimmed" />
          {!own && !payee && (
            <Text size="sm" c="dimmed">
              {t("review.unknown_name")}
            </Text>
          )}
        </DescriptionItem>
        <DescriptionItem name={t("description")}>{draft.description || t("no_description")}</DescriptionItem>
        <DescriptionItem name={t("review.execution")}>{t("review.immediate")}</DescriptionItem>
      </DescriptionList>
      <VisuallyHidden role="status">{isPaying && t("review.processing")}</VisuallyHidden>
      {pending ? (
        <PendingPaymentAlert isNew pending={pending} isChecking={isPaying} onCheck={() => onCheck(pending)} />
      ) : (
        <>
          <ErrorAlert error={error} toMessage={transferErrorMessage} takesFocus />
          <Group justify="space-between" wrap="wrap-reverse">
            <Button variant="default" size="md" onClick={onChange} disabled={isPaying}>
              {t("review.edit")}
            </Button>
            <Button size="md" loading={isPaying} onClick={onPay}>
              {t("review.pay")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
