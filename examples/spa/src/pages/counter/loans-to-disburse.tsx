/** The loans that are approved and not disbursed yet. */

import { Answer } from "../../ui/answer";
import { More } from "../../ui/more";
import { Section } from "../../ui/section";
import { useLoanPages } from "../loans/read";
import { DisburseList } from "./disburse-list";

export function LoansToDisburse() {
  const list = useLoanPages("approved");
  return (
    <Section title="Loans to disburse" note="Approved; the money goes to the member's account.">
      <Answer query={list}>{({ pages }) => <DisburseList loans={pages.flatMap(({ results }) => results)} />}</Answer>
      <More list={list} />
    </Section>
  );
}
