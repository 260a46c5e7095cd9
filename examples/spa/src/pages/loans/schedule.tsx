/** What falls due when, and what the loan costs. */

import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { sumOf } from "../../ui/amount";
import { Answer } from "../../ui/answer";
import { Fact, Facts } from "../../ui/facts";
import { formatDay, Money } from "../../ui/money";
import { Section } from "../../ui/section";
import { type Instalment, type Loan, useSchedule } from "./read";

const WORDS: Record<Instalment["status"], string | null> = {
  paid: "Paid",
  late: "Late",
  partly_paid: "Partly paid",
  upcoming: null,
};

export function Schedule({ loan }: { loan: Loan }) {
  const query = useSchedule(loan.id);
  const note = loan.disbursed_at ? "As agreed when it was disbursed." : "If it were disbursed today.";
  return (
    <Section title="Schedule" note={note}>
      <Answer query={query}>
        {(rows) => (
          <>
            <Costs rows={rows} currency={loan.currency} />
            <Instalments rows={rows} currency={loan.currency} />
          </>
        )}
      </Answer>
    </Section>
  );
}

function Costs({ rows, currency }: { rows: Instalment[]; currency: string }) {
  return (
    <Facts cols={{ base: 2, sm: 3 }}>
      <Fact name="Instalments">{rows.length}</Fact>
      <Fact name="Interest in all">
        <Money inherit fw={600} amount={sumOf(rows.map(({ interest }) => interest))} currency={currency} />
      </Fact>
      <Fact name="To be paid in all">
        <Money inherit fw={600} amount={sumOf(rows.map(({ total }) => total))} currency={currency} />
      </Fact>
    </Facts>
  );
}

function Instalments({ rows, currency }: { rows: Instalment[]; currency: string }) {
  return (
    <Table horizontalSpacing={6} verticalSpacing="xs" style={{ whiteSpace: "nowrap" }}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th visibleFrom="xs">No.</Table.Th>
          <Table.Th>Due</Table.Th>
          <Table.Th ta="right" visibleFrom="sm">
            Principal
          </Table.Th>
          <Table.Th ta="right">Interest</Table.Th>
          <Table.Th ta="right">Instalment</Table.Th>
          <Table.Th ta="right" visibleFrom="xs">
            Then owed
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.number}>
            <Table.Td visibleFrom="xs">{row.number}</Table.Td>
            <Table.Td>
              {formatDay(row.due_date)}
              <State row={row}>
                {row.status === "partly_paid" && <Money inherit amount={row.paid} currency={currency} />}
              </State>
            </Table.Td>
            <Table.Td ta="right" visibleFrom="sm">
              <Money inherit amount={row.principal} currency={currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money inherit amount={row.interest} currency={currency} />
            </Table.Td>
            <Table.Td ta="right" fw={600}>
              <Money inherit amount={row.total} currency={currency} />
            </Table.Td>
            <Table.Td ta="right" visibleFrom="xs">
              <Money inherit amount={row.balance_after} currency={currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function State({ row, children }: { row: Instalment; children: ReactNode }) {
  const word = WORDS[row.status];
  if (!word) return null;
  return (
    <Text size="xs" {...(row.status === "late" ? { fw: 600, c: "var(--mantine-color-error)" } : { c: "dimmed" })}>
      {word} {children}
    </Text>
  );
}
