/** The approved loans that are not disbursed yet. */

import { InfiniteListFooter } from "../../ui/infinite-list-footer";
import { QueryResult } from "../../ui/query-result";
import { Section } from "../../ui/section";
import { useLoanPages } from "../loans/api";
import { DisbursementList } from "./disbursement-list";

export function LoansToDisburse() {
  const list = useLoanPages("approved");
  return (
    <Section title="Loans to disburse" note="Approved loans. The money is paid into the member's account.">
      <QueryResult query={list}>
        {({ pages }) => <DisbursementList loans={pages.flatMap(({ results }) => results)} />}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}
