/** E-mail and password, and what becomes of them. */

import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { BankError } from "../../bank/errors";
import { bank } from "../../settings";
import { Refusal } from "../../ui/refusal";
import { BrowserInUse } from "./browser-in-use";
import { useCountdown } from "./use-countdown";

export function SignInForm() {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.trim() ? null : "Please enter your e-mail."),
      password: (value) => (value ? null : "Please enter your password."),
    },
    onSubmitPreventDefault: "always",
  });
  const [running, setRunning] = useState<"sign-in" | "free" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [secondsLeft, wait] = useCountdown();
  // State is for the eye: a second Enter can come before it is drawn, and the second sign-in would end the first.
  const isBusy = useRef(false);

  async function signIn(first?: () => Promise<void>) {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(first ? "free" : "sign-in");
    try {
      await first?.();
      const typed = form.getValues();
      await bank.session.signIn(typed.email.trim(), typed.password);
      setError(null);
    } catch (refusal) {
      setError(refusal);
      if (refusal instanceof BankError) {
        if (refusal.code === "throttled") wait(refusal.retryAfter ?? 60);
        if (refusal.code === "invalid_credentials") form.getInputNode("password")?.focus();
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
            isFreeing={running === "free"}
            onFree={() => {
              if (!form.validate().hasErrors) void signIn(() => bank.session.freeBrowser());
            }}
          />
        ) : (
          <Refusal error={error} />
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
          visibilityToggleButtonProps={{ "aria-label": "Show the password", tabIndex: 0 }}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" mt="xs" loading={running === "sign-in"} disabled={isWaiting}>
          Sign in
        </Button>
        {isWaiting && (
          <Text role="timer" size="sm" c="dimmed" ta="center" style={{ fontVariantNumeric: "tabular-nums" }}>
            You can try again in {clock(secondsLeft)}
          </Text>
        )}
      </Stack>
    </form>
  );
}

/** 75 as `1:15`. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
