/** The field for a new password. */

import { PasswordInput, type PasswordInputProps } from "@mantine/core";

const MIN_LENGTH = 12;

export function NewPasswordInput(props: PasswordInputProps) {
  return (
    <PasswordInput
      label="New password"
      description={`At least ${MIN_LENGTH} characters.`}
      autoComplete="new-password"
      required
      withAsterisk={false}
      {...props}
    />
  );
}

export function newPasswordError(password: string): string | null {
  return password.length < MIN_LENGTH ? `Please enter at least ${MIN_LENGTH} characters.` : null;
}
