/** Downloads an account statement for a period as PDF or CSV. */

import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFileTypeCsv, IconFileTypePdf } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { today } from "@/lib/bank-client/bank-time";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import type { Account } from "@/types/api";
import { downloadStatement, type Format, type Period } from "../api/statement-download";

export function StatementCard({ account: { number } }: { account: Account }) {
  const form = useForm<Period>({
    initialValues: thisMonth(),
    validate: {
      from: (value) => (value ? null : "Please enter a start date."),
      to: (value, { from }) =>
        !value ? "Please enter an end date." : value < from ? "Must not be earlier than the start date." : null,
    },
  });
  const download = useMutation({
    mutationFn: ({ period, format }: { period: Period; format: Format }) => downloadStatement(number, period, format),
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
    <Section title="Statement">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 2, md: 1 }} spacing="sm">
          <TextInput type="date" label="From" max={form.values.to} {...form.getInputProps("from")} />
          <TextInput type="date" label="To" min={form.values.from} {...form.getInputProps("to")} />
        </SimpleGrid>
        {!hasFieldError && <ErrorAlert error={download.error} />}
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

function thisMonth(): Period {
  const to = today();
  return { from: `${to.slice(0, 7)}-01`, to };
}
