/** The field for an e-mail address. */

import { TextInput, type TextInputProps } from "@mantine/core";

export function EmailInput(props: TextInputProps) {
  return (
    <TextInput
      label="E-mail"
      type="email"
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
  return email.trim() ? null : "Please enter your e-mail address.";
}
