/** The approved loans that are not disbursed yet. */

import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { useLoanPages } from "../api/loans";
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
