/** The field for a new password. */

import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { i18n } from "@/lib/i18n";

const MIN_LENGTH = 12;

export function NewPasswordInput(props: PasswordInputProps) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("new_password.label")}
      description={t("new_password.hint", { count: MIN_LENGTH })}
      autoComplete="new-password"
      required
      withAsterisk={false}
      {...props}
    />
  );
}

export function newPasswordError(password: string): string | null {
  return password.length < MIN_LENGTH ? i18n.t("new_password.too_short", { count: MIN_LENGTH }) : null;
}
