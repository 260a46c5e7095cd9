/** The approved loans that are not disbursed yet. */

import { useTranslation } from "react-i18next";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { useLoanPages } from "../api/loans";
import { DisbursementList } from "./disbursement-list";

export function LoansToDisburse() {
  const { t } = useTranslation("loans");
  const list = useLoanPages("approved");
  return (
    <Section title={t("disburse.title")} note={t("disburse.note")}>
      <QueryResult query={list}>
        {({ pages }) => <DisbursementList loans={pages.flatMap(({ results }) => results)} />}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}
