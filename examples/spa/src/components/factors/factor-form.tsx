/** Asks for a second factor, by one of the methods that the API offers. */

import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorMessage } from "@/components/ui/error-alert";
import { RetryTimer } from "@/components/ui/retry-timer";
import { useCountdown } from "@/hooks/use-countdown";
import { BankError } from "@/lib/bank-client/errors";
import { askForPasskey, canUsePasskeys, type PasskeyJson } from "@/lib/bank-client/passkeys";
import { useBankConfig } from "@/lib/config";
import { codeError, type FactorMethod, factorErrorMessage, methodTexts } from "@/utils/factors";

export type PresentedFactor =
  | { code: string }
  | { recovery_code: string }
  | { credential: PasskeyJson }
  | { password: string };

interface Props {
  methods: FactorMethod[];
  /** The options for `navigator.credentials.get()`. */
  passkey?: PasskeyJson | undefined;
  /** The label of the button. */
  action: string;
  /** Throws the error of the API. */
  onSubmit: (factor: PresentedFactor) => Promise<void>;
  /** Beside the button. */
  children?: ReactNode;
}

export function FactorForm({ methods, passkey, action, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const rpId = useBankConfig()?.passkey_rp_id;
  const usable = methods.filter((method) => method !== "passkey" || (passkey && canUsePasskeys(rpId)));
  const [chosen, setChosen] = useState<FactorMethod>();
  const method = chosen ?? usable[0];
  if (!method) return <Text>{t("factor.no_passkey")}</Text>;
  return (
    <Stack>
      <MethodForm key={method} method={method} passkey={passkey} action={action} onSubmit={onSubmit}>
        {children}
      </MethodForm>
      {usable.length > 1 && (
        <Stack gap={4} align="start">
          {usable
            .filter((other) => other !== method)
            .map((other) => (
              <Button key={other} variant="subtle" size="compact-sm" onClick={() => setChosen(other)}>
                {methodTexts(other).alternative}
              </Button>
            ))}
        </Stack>
      )}
    </Stack>
  );
}

type MethodFormProps = Omit<Props, "methods"> & { method: FactorMethod };

function MethodForm({ method, passkey, action, onSubmit, children }: MethodFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [secondsLeft, wait] = useCountdown();
  const field = useRef<HTMLInputElement>(null);
  // A ref, because a second Enter can come before the state is rendered, and a wrong code counts for a limit.
  const isBusy = useRef(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy.current || secondsLeft > 0) return;
    const mistake = codeError(method, text);
    setError(mistake);
    if (mistake) return field.current?.focus();
    isBusy.current = true;
    setRunning(true);
    try {
      await onSubmit(await present(method, text, passkey));
    } catch (caught) {
      setError(factorErrorMessage(method, caught));
      if (caught instanceof BankError && caught.code === "throttled") wait(caught.retryAfter ?? 60);
      // A code works once, so it is typed anew.
      if (caught instanceof BankError) setText("");
      field.current?.focus();
    } finally {
      isBusy.current = false;
      setRunning(false);
    }
  }

  const { hint, field: input } = methodTexts(method);
  const Field = method === "password" ? PasswordInput : TextInput;
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack>
        {error && <ErrorMessage>{error}</ErrorMessage>}
        {input ? (
          <Field
            ref={field}
            description={hint}
            required
            withAsterisk={false}
            autoFocus
            data-autofocus
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            {...input}
          />
        ) : (
          <Text size="sm">{hint}</Text>
        )}
        <Button type="submit" size="md" loading={isRunning} disabled={secondsLeft > 0} {...(!input && AUTOFOCUS)}>
          {method === "passkey" ? t("factor.use_passkey") : action}
        </Button>
        <RetryTimer secondsLeft={secondsLeft} />
        {children}
      </Stack>
    </form>
  );
}

const AUTOFOCUS = { autoFocus: true, "data-autofocus": true };

async function present(method: FactorMethod, text: string, passkey: PasskeyJson = {}): Promise<PresentedFactor> {
  switch (method) {
    case "passkey":
      return { credential: await askForPasskey(passkey) };
    case "totp":
      return { code: text.replaceAll(/\s/g, "") };
    case "recovery_code":
      return { recovery_code: text.trim() };
    case "password":
      return { password: text };
  }
}
