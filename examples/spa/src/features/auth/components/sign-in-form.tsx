/** The sign-in form. */

import { Button, Divider, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmailInput, emailError } from "@/components/ui/email-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { RetryTimer } from "@/components/ui/retry-timer";
import { useCountdown } from "@/hooks/use-countdown";
import { bank } from "@/lib/bank";
import { BankError } from "@/lib/bank-client/errors";
import { askForPasskey, canUsePasskeys } from "@/lib/bank-client/passkeys";
import type { FactorChallenge } from "@/lib/bank-client/session";
import { useBankConfig } from "@/lib/config";
import { factorErrorMessage } from "@/utils/factors";
import { BrowserInUse } from "./browser-in-use";

/** `onChallenge`: the password was right, and a second factor is due. */
export function SignInForm({ onChallenge }: { onChallenge: (challenge: FactorChallenge) => void }) {
  const { t } = useTranslation(["auth", "common"]);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: emailError,
      password: (value) => (value ? null : t("common:missing.password")),
    },
    onSubmitPreventDefault: "always",
  });
  const [running, setRunning] = useState<"sign-in" | "passkey" | "sign-out-other" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [secondsLeft, wait] = useCountdown();
  // A ref, because a second Enter can come before the state is rendered, and a second sign-in would end the first.
  const isBusy = useRef(false);

  const rpId = useBankConfig()?.passkey_rp_id;
  // What was tried last: it is tried again once the other user is signed out.
  const attempt = useRef<() => Promise<void>>(signInWithPassword);

  async function signInWithPassword() {
    const values = form.getValues();
    const challenge = await bank.session.signIn(values.email.trim(), values.password);
    if (challenge) onChallenge(challenge);
  }

  async function signInWithPasskey() {
    const { challenge, passkey } = await bank.session.passkeyOptions();
    await bank.session.signInWithPasskey(challenge, await askForPasskey(passkey));
  }

  async function run(state: typeof running, next: () => Promise<void>) {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(state);
    try {
      await next();
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

  function start(state: "sign-in" | "passkey") {
    attempt.current = state === "passkey" ? signInWithPasskey : signInWithPassword;
    void run(state, attempt.current);
  }

  function signOutOther() {
    if (attempt.current === signInWithPassword && form.validate().hasErrors) return;
    void run("sign-out-other", async () => {
      await bank.session.signOutOtherUser();
      await attempt.current();
    });
  }

  const email = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);

  const isInUse = error instanceof BankError && error.code === "browser_in_use";
  const isWaiting = secondsLeft > 0;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(
        () => void (isWaiting || start("sign-in")),
        (errors) => form.getInputNode(Object.keys(errors)[0] ?? "email")?.focus(),
      )}
    >
      <Stack>
        {isInUse ? (
          <BrowserInUse isSigningOut={running === "sign-out-other"} onSignOut={signOutOther} />
        ) : (
          <ErrorAlert error={error} toMessage={(caught) => factorErrorMessage("passkey", caught)} />
        )}
        <EmailInput ref={email} key={form.key("email")} {...form.getInputProps("email")} />
        <PasswordInput
          label={t("common:password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" mt="xs" loading={running === "sign-in"} disabled={isWaiting}>
          {t("common:sign_in")}
        </Button>
        <RetryTimer secondsLeft={secondsLeft} />
        {canUsePasskeys(rpId) && (
          <>
            <Divider label={t("or")} />
            <Button
              variant="default"
              size="md"
              loading={running === "passkey"}
              leftSection={<IconFingerprint size={20} aria-hidden />}
              onClick={() => start("passkey")}
            >
              {t("passkey")}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
