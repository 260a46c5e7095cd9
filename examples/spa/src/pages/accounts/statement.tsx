/** An account's statement to take away: a period, as PDF or for a spreadsheet. */

import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFileTypeCsv, IconFileTypePdf } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { BankError, sentencesOf } from "../../bank/errors";
import { Refusal } from "../../ui/refusal";
import { Section } from "../../ui/section";
import { downloadStatement, type Format, type Period } from "./download";
import type { Account } from "./read";

export function StatementCard({ account: { number } }: { account: Account }) {
  const form = useForm<Period>({
    initialValues: thisMonth(),
    validate: {
      from: (value) => (value ? null : "From which day on?"),
      to: (value, { from }) => (!value ? "Up to which day?" : value < from ? "This is before the first day." : null),
    },
  });
  const download = useMutation({
    mutationFn: ({ period, format }: { period: Period; format: Format }) => downloadStatement(number, period, format),
    onError: (error) => {
      if (error instanceof BankError) form.setErrors(sentencesOf(error));
    },
  });
  const isAtField = download.error instanceof BankError && Object.keys(download.error.fields).length > 0;
  const ask = (format: Format) => {
    const { hasErrors, errors } = form.validate();
    if (hasErrors) form.getInputNode(errors.from ? "from" : "to")?.focus();
    else download.mutate({ period: form.getValues(), format });
  };
  const button = (format: Format) => ({
    variant: "default",
    loading: download.isPending && download.variables.format === format,
    disabled: download.isPending,
    onClick: () => ask(format),
  });
  return (
    <Section title="Statement">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 2, md: 1 }} spacing="sm">
          <TextInput type="date" label="From" max={form.values.to} {...form.getInputProps("from")} />
          <TextInput type="date" label="To" min={form.values.from} {...form.getInputProps("to")} />
        </SimpleGrid>
        {!isAtField && <Refusal error={download.error} />}
        <Group grow mt="xs">
          <Button {...button("pdf")} leftSection={<IconFileTypePdf size={18} aria-hidden />}>
            PDF
          </Button>
          <Button {...button("csv")} leftSection={<IconFileTypeCsv size={18} aria-hidden />}>
            CSV
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

/** The bank's days are UTC. */
function thisMonth(): Period {
  const today = new Date().toISOString().slice(0, 10);
  return { from: `${today.slice(0, 7)}-01`, to: today };
}
