/** The set-up of an authenticator: the secret as a QR code and as text, and the first code. */

import { Button, Code, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ErrorAlert } from "@/components/ui/error-alert";
import { BankError } from "@/lib/bank-client/errors";
import { codeError, methodTexts } from "@/utils/factors";
import { focusFirstError } from "@/utils/form-errors";
import { useConfirmTotp } from "../api/factors";
import { QrCode } from "./qr-code";

interface Props {
  secret: string;
  uri: string;
  onDone: () => void;
  onCancel: () => void;
}

export function TotpSetup({ secret, uri, onDone, onCancel }: Props) {
  const confirm = useConfirmTotp();
  const form = useForm({ initialValues: { code: "" }, validate: { code: (code) => codeError("totp", code) } });
  const submit = form.onSubmit(
    ({ code }) =>
      confirm.mutate(
        { body: { code: code.replaceAll(/\s/g, "") } },
        {
          onSuccess: onDone,
          onError: (error) => {
            if (!isRefused(error)) return;
            form.setValues({ code: "" });
            form.setFieldError("code", methodTexts("totp").refused);
            form.getInputNode("code")?.focus();
          },
        },
      ),
    focusFirstError(form),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>1. Scan this code with the app, or type the secret into it.</Text>
        <QrCode text={uri} label="QR code for the authenticator app" />
        <Group gap="xs">
          <Code fz="md" style={{ overflowWrap: "anywhere" }}>
            {secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}
          </Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy} aria-live="polite">
                {copied ? "Copied" : "Copy the secret"}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text>2. Enter the code that the app shows.</Text>
        {!isRefused(confirm.error) && <ErrorAlert error={confirm.error} />}
        <TextInput
          label="Code"
          maw={240}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          required
          withAsterisk={false}
          {...form.getInputProps("code")}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            Finish set-up
          </Button>
          <Button variant="default" onClick={onCancel} disabled={confirm.isPending}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof BankError && error.code === "factor_invalid";
}
