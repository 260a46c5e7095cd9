/** The repayment schedule of a loan and its total cost. */

import { Box, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import type { Instalment, Loan } from "@/types/api";
import { sumAmounts } from "@/utils/amount";
import { formatDate } from "@/utils/format";
import { useSchedule } from "../api/loans";

const STATUS_LABELS: Record<Instalment["status"], string | null> = {
  paid: "Paid",
  late: "Late",
  partly_paid: "Partly paid",
  upcoming: null,
};

export function Schedule({ loan }: { loan: Loan }) {
  const query = useSchedule(loan.id);
  const note = loan.disbursed_at ? "As agreed at disbursement." : "If disbursed today.";
  return (
    <Section title="Schedule" note={note}>
      <QueryResult query={query}>
        {(rows) => (
          <>
            <TotalCost rows={rows} currency={loan.currency} />
            <Instalments rows={rows} currency={loan.currency} isWrittenOff={loan.status === "written_off"} />
          </>
        )}
      </QueryResult>
    </Section>
  );
}

function TotalCost({ rows, currency }: { rows: Instalment[]; currency: string }) {
  return (
    <DescriptionList>
      <DescriptionItem name="Instalments">{rows.length}</DescriptionItem>
      <DescriptionItem name="Total interest">
        <Money inherit fw={600} amount={sumAmounts(rows.map(({ interest }) => interest))} currency={currency} />
      </DescriptionItem>
      <DescriptionItem name="Total payable">
        <Money inherit fw={600} amount={sumAmounts(rows.map(({ total }) => total))} currency={currency} />
      </DescriptionItem>
    </DescriptionList>
  );
}

interface InstalmentsProps {
  rows: Instalment[];
  currency: string;
  /** Unpaid instalments of a loan that is written off are not collected as late ones. */
  isWrittenOff: boolean;
}

export function Instalments({ rows, currency, isWrittenOff }: InstalmentsProps) {
  return (
    <Box tabIndex={0} role="region" aria-label="Instalments" style={{ overflowX: "auto" }}>
      <Table horizontalSpacing={6} verticalSpacing="xs" style={{ whiteSpace: "nowrap" }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th visibleFrom="xs">No.</Table.Th>
            <Table.Th>Due</Table.Th>
            <Table.Th ta="right" visibleFrom="md">
              Principal
            </Table.Th>
            <Table.Th ta="right">Interest</Table.Th>
            <Table.Th ta="right">Instalment</Table.Th>
            <Table.Th ta="right" visibleFrom="xs">
              Balance
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.number}>
              <Table.Td visibleFrom="xs">{row.number}</Table.Td>
              <Table.Td>
                {formatDate(row.due_date)}
                <InstalmentStatus row={row} isWrittenOff={isWrittenOff}>
                  {row.status === "partly_paid" && <Money inherit amount={row.paid} currency={currency} />}
                </InstalmentStatus>
              </Table.Td>
              <Table.Td ta="right" visibleFrom="md">
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
    </Box>
  );
}

interface StatusProps {
  row: Instalment;
  isWrittenOff: boolean;
  children: ReactNode;
}

function InstalmentStatus({ row, isWrittenOff, children }: StatusProps) {
  const isLate = row.status === "late" && !isWrittenOff;
  const label = row.status === "late" && !isLate ? "Written off" : STATUS_LABELS[row.status];
  if (!label) return null;
  return (
    <Text size="xs" {...(isLate ? { fw: 600, c: "var(--mantine-color-error)" } : { c: "dimmed" })}>
      {label} {children}
    </Text>
  );
}
