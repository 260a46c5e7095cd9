/** Downloads an account statement for a period as PDF or CSV. */

import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFileTypeCsv, IconFileTypePdf } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { addDays, bankDay, today } from "@/lib/bank-client/bank-time";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import type { Account } from "@/types/api";
import { formatMonth } from "@/utils/format";
import { downloadStatement, type Format, type Period } from "../api/statement-download";

export function StatementCard({ account: { number, opened_at } }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const months = monthsSince(bankDay(opened_at));
  const form = useForm<Period>({
    initialValues: thisMonth(),
    validate: {
      from: (value) => (value ? null : t("statement.missing_from")),
      to: (value, { from }) =>
        !value ? t("statement.missing_to") : value < from ? t("statement.reversed_days") : null,
    },
  });
  const download = useMutation({
    mutationFn: ({ period, format }: { period: Period; format: Format }) => downloadStatement(number, period, format),
    meta: { isRead: true },
    onError: (error) => {
      if (error instanceof BankError) form.setErrors(fieldErrors(error));
    },
  });
  const hasFieldError = download.error instanceof BankError && Object.keys(download.error.fields).length > 0;
  const submit = (format: Format) => {
    const { hasErrors, errors } = form.validate();
    if (hasErrors) form.getInputNode(errors.from ? "from" : "to")?.focus();
    else download.mutate({ period: form.getValues(), format });
  };
  const button = (format: Format) => ({
    variant: "default",
    loading: download.isPending && download.variables.format === format,
    disabled: download.isPending,
    onClick: () => submit(format),
  });
  return (
    <Section title={t("statement.title")} className="no-print">
      <Stack gap="sm">
        <NativeSelect
          label={t("statement.period")}
          data={[
            ...months.map(({ from }, index) => ({
              value: from,
              label: index ? formatMonth(from) : t("statement.this_month"),
            })),
            { value: CUSTOM, label: t("statement.other_period") },
          ]}
          value={months.find((month) => isSamePeriod(month, form.values))?.from ?? CUSTOM}
          onChange={({ currentTarget: { value } }) => {
            const month = months.find(({ from }) => from === value);
            if (month) form.setValues(month);
            else form.getInputNode("from")?.focus();
          }}
        />
        <SimpleGrid cols={{ base: 2, md: 1 }} spacing="sm">
          <TextInput type="date" label={t("statement.from")} max={form.values.to} {...form.getInputProps("from")} />
          <TextInput type="date" label={t("statement.to")} min={form.values.from} {...form.getInputProps("to")} />
        </SimpleGrid>
        {!hasFieldError && <ErrorAlert error={download.error} />}
        <Group grow mt="xs">
          <Button {...button("pdf")} leftSection={<IconFileTypePdf size={18} aria-hidden />}>
            {t("statement.pdf")}
          </Button>
          <Button {...button("csv")} leftSection={<IconFileTypeCsv size={18} aria-hidden />}>
            {t("statement.csv")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

const CUSTOM = "custom";
const MONTHS = 12;

/** The present month up to today, and the months before it, back to the opening of the account. */
function monthsSince(opened: string): Period[] {
  const months: Period[] = [];
  for (let to = today(); months.length < MONTHS && to >= opened; to = addDays(`${to.slice(0, 7)}-01`, -1)) {
    months.push({ from: `${to.slice(0, 7)}-01`, to });
  }
  return months;
}

function isSamePeriod(one: Period, other: Period): boolean {
  return one.from === other.from && one.to === other.to;
}

function thisMonth(): Period {
  const to = today();
  return { from: `${to.slice(0, 7)}-01`, to };
}
