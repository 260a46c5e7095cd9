/** The repayment schedule of a loan and its total cost. */

import { Box, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import type { Instalment, Loan } from "@/types/api";
import { sumAmounts } from "@/utils/amount";
import { formatDate } from "@/utils/format";
import { useSchedule } from "../api/loans";

export function Schedule({ loan }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const query = useSchedule(loan.id);
  const note = t(loan.disbursed_at ? "schedule.agreed" : "schedule.expected");
  return (
    <Section title={t("schedule.title")} note={note}>
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
  const { t } = useTranslation("loans");
  return (
    <DescriptionList>
      <DescriptionItem name={t("schedule.instalments")}>{rows.length}</DescriptionItem>
      <DescriptionItem name={t("total_interest")}>
        <Money inherit fw={600} amount={sumAmounts(rows.map(({ interest }) => interest))} currency={currency} />
      </DescriptionItem>
      <DescriptionItem name={t("total_payable")}>
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
  const { t } = useTranslation("loans");
  return (
    <Box tabIndex={0} role="region" aria-label={t("schedule.instalments")} style={{ overflowX: "auto" }}>
      <Table horizontalSpacing={6} verticalSpacing="xs" style={{ whiteSpace: "nowrap" }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th visibleFrom="xs">{t("schedule.number")}</Table.Th>
            <Table.Th>{t("schedule.due")}</Table.Th>
            <Table.Th ta="end" visibleFrom="md">
              {t("principal")}
            </Table.Th>
            <Table.Th ta="end">{t("interest")}</Table.Th>
            <Table.Th ta="end">{t("schedule.instalment")}</Table.Th>
            <Table.Th ta="end" visibleFrom="xs">
              {t("schedule.balance")}
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
              <Table.Td ta="end" visibleFrom="md">
                <Money inherit amount={row.principal} currency={currency} />
              </Table.Td>
              <Table.Td ta="end">
                <Money inherit amount={row.interest} currency={currency} />
              </Table.Td>
              <Table.Td ta="end" fw={600}>
                <Money inherit amount={row.total} currency={currency} />
              </Table.Td>
              <Table.Td ta="end" visibleFrom="xs">
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
  const { t } = useTranslation("loans");
  const isLate = row.status === "late" && !isWrittenOff;
  if (row.status === "upcoming") return null;
  const shown = row.status === "late" && !isLate ? "written_off" : row.status;
  return (
    <Text size="xs" {...(isLate ? { fw: 600, c: "var(--mantine-color-error)" } : { c: "dimmed" })}>
      {t(`schedule.status.${shown}`)} {children}
    </Text>
  );
}
