/** What a manager can do with this loan now: decide on an application, disburse what is approved. */

import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useUser } from "../../react/session";
import { Problem } from "../../ui/refusal";
import { Section } from "../../ui/section";
import { useDisbursing } from "../counter/disbursing";
import { useDeciding } from "./deciding";
import type { Loan } from "./read";
import { STATUSES } from "./status";

export function Decision({ loan }: { loan: Loan }) {
  // Where it was open when the page came, what became of it stays to be read.
  const [wasOpen] = useState(loan.status === "applied" || loan.status === "approved");
  return wasOpen ? <OpenDecision loan={loan} /> : null;
}

function OpenDecision({ loan }: { loan: Loan }) {
  const standing = useRef<HTMLParagraphElement>(null);
  const read = useRef(loan.status);
  // The buttons are gone when a dialog has done its work; where the loan stands now is what comes next.
  const readStanding = () => {
    if (loan.status === read.current) return;
    read.current = loan.status;
    standing.current?.focus();
  };
  // Or when somebody else has done it: then nothing has the focus.
  useEffect(() => {
    if (document.activeElement === document.body) readStanding();
  });
  const [isLate, setLate] = useState(false);
  const deciding = useDeciding(loan, { onLate: () => setLate(true), onGone: readStanding });
  const disbursing = useDisbursing(readStanding);
  const isOwn = useUser().id === loan.borrower.id;
  const buttons = isOwn ? null : buttonsFor(loan, deciding.ask, disbursing.ask);
  return (
    <Section title="Decision">
      {isLate && <Problem>Somebody has decided this already.</Problem>}
      <Text ref={standing} tabIndex={-1}>
        {isOwn ? "This loan is your own: somebody else works on it." : sentenceFor(loan)}
      </Text>
      {buttons}
      {deciding.dialog}
      {disbursing.dialog}
    </Section>
  );
}

function sentenceFor({ status }: Loan): string {
  if (status === "applied") return "This application waits for your decision.";
  if (status === "approved") return "Approved. It can be disbursed at the counter, or here.";
  if (status === "active") return "Disbursed. It runs from today.";
  return `${STATUSES[status].word}.`;
}

function buttonsFor(
  loan: Loan,
  decide: (verdict: "approve" | "reject") => void,
  disburse: (loan: Loan) => void,
): ReactNode {
  if (loan.status === "applied") {
    return (
      <Group>
        <Button onClick={() => decide("approve")}>Approve</Button>
        <Button variant="default" onClick={() => decide("reject")}>
          Reject
        </Button>
      </Group>
    );
  }
  if (loan.status !== "approved") return null;
  return (
    <Button w="fit-content" onClick={() => disburse(loan)}>
      Disburse
    </Button>
  );
}
