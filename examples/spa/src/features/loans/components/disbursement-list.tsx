/** Approved loans, each with a button to disburse it. */

import { Box, Button } from "@mantine/core";
import { useRef } from "react";
import { Trans, useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import type { Loan } from "@/types/api";
import { useDisburseDialog } from "./use-disburse-dialog";

export function DisbursementList({ loans }: { loans: Loan[] }) {
  const { t } = useTranslation("loans");
  const list = useRef<HTMLDivElement>(null);
  const { open, dialog } = useDisburseDialog((isDisbursed) => {
    if (isDisbursed) list.current?.focus();
  });
  return (
    <Box ref={list} tabIndex={-1}>
      <Rows label={t("disburse.title")} empty={t("disburse.empty")}>
        {loans.map((loan) => (
          <Row
            key={loan.id}
            title={loan.borrower.full_name}
            note={
              <>
                <bdi>{loan.purpose}</bdi>
                {" · "}
                <Trans
                  t={t}
                  i18nKey="disburse.account"
                  components={{ number: <AccountNumber number={loan.account} /> }}
                />
              </>
            }
            amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
            action={
              <Button
                variant="default"
                size="xs"
                onClick={() => open(loan)}
                aria-label={t("disburse.action_loan", { id: loan.id })}
              >
                {t("disburse.action")}
              </Button>
            }
          />
        ))}
      </Rows>
      {dialog}
    </Box>
  );
}
