/** The field for an e-mail address. */

import { TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { i18n } from "@/lib/i18n";

export function EmailInput(props: TextInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("email")}
      type="email"
      dir="ltr"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      withAsterisk={false}
      {...props}
    />
  );
}

export function emailError(email: string): string | null {
  return email.trim() ? null : i18n.t("missing.email");
}
