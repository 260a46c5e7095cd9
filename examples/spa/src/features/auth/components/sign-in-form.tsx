/** The sign-in form. */

import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useCountdown } from "@/hooks/use-countdown";
import { bank } from "@/lib/bank";
import { BankError } from "@/lib/bank-client/errors";
import { BrowserInUse } from "./browser-in-use";

export function SignInForm() {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.trim() ? null : "Please enter your e-mail address."),
      password: (value) => (value ? null : "Please enter your password."),
    },
    onSubmitPreventDefault: "always",
  });
  const [running, setRunning] = useState<"sign-in" | "sign-out-other" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [secondsLeft, wait] = useCountdown();
  // A ref, because a second Enter can come before the state is rendered, and a second sign-in would end the first.
  const isBusy = useRef(false);

  async function signIn(before?: () => Promise<void>) {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(before ? "sign-out-other" : "sign-in");
    try {
      await before?.();
      const values = form.getValues();
      await bank.session.signIn(values.email.trim(), values.password);
      setError(null);
    } catch (caught) {
      setError(caught);
      if (caught instanceof BankError) {
        if (caught.code === "throttled") wait(caught.retryAfter ?? 60);
        if (caught.code === "invalid_credentials") form.getInputNode("password")?.focus();
      }
    } finally {
      isBusy.current = false;
      setRunning(null);
    }
  }

  const email = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);

  const isInUse = error instanceof BankError && error.code === "browser_in_use";
  const isWaiting = secondsLeft > 0;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(
        () => void (isWaiting || signIn()),
        (errors) => form.getInputNode(Object.keys(errors)[0] ?? "email")?.focus(),
      )}
    >
      <Stack>
        {isInUse ? (
          <BrowserInUse
            isSigningOut={running === "sign-out-other"}
            onSignOut={() => {
              if (!form.validate().hasErrors) void signIn(() => bank.session.signOutOtherUser());
            }}
          />
        ) : (
          <ErrorAlert error={error} />
        )}
        <TextInput
          ref={email}
          label="E-mail"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": "Show password", tabIndex: 0 }}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" mt="xs" loading={running === "sign-in"} disabled={isWaiting}>
          Sign in
        </Button>
        {isWaiting && (
          <Text role="timer" size="sm" c="dimmed" ta="center" style={{ fontVariantNumeric: "tabular-nums" }}>
            You can try again in {formatCountdown(secondsLeft)}
          </Text>
        )}
      </Stack>
    </form>
  );
}

/** 75 gives `1:15`. */
function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
