/** The set-up of an authenticator: the secret as a QR code and as text, and the first code. */

import { Button, Code, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
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
  const { t } = useTranslation(["security", "common"]);
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
        <Text>{t("authenticator.scan")}</Text>
        <QrCode text={uri} label={t("authenticator.qr_code")} />
        <Group gap="xs">
          <Code dir="ltr" fz="md" style={{ overflowWrap: "anywhere" }}>
            {secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}
          </Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy} aria-live="polite">
                {t(copied ? "copied" : "authenticator.copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text>{t("authenticator.enter_code")}</Text>
        {!isRefused(confirm.error) && <ErrorAlert error={confirm.error} />}
        <TextInput
          label={t("authenticator.code")}
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
            {t("authenticator.finish")}
          </Button>
          <Button variant="default" onClick={onCancel} disabled={confirm.isPending}>
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof BankError && error.code === "factor_invalid";
}
