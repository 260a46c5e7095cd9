/** The second step of a sign-in: a passkey, a code of the authenticator, or a recovery code. */

import { Stack, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FactorForm, type PresentedFactor } from "@/components/factors/factor-form";
import { bank } from "@/lib/bank";
import { BankError } from "@/lib/bank-client/errors";
import type { Factor, FactorChallenge } from "@/lib/bank-client/session";
import { BrowserInUse } from "./browser-in-use";

/** A challenge ends after this many wrong factors. */
const MAX_ATTEMPTS = 5;

/** `onEnded`: the challenge is not good for another attempt. */
export function SecondFactorForm({ challenge, onEnded }: { challenge: FactorChallenge; onEnded: () => void }) {
  const { t } = useTranslation(["auth", "common"]);
  const failures = useRef(0);
  /** The factor that was right while another user is signed in on this browser. It can be sent again. */
  const [refused, setRefused] = useState<Factor | null>(null);
  const [isSigningOut, setSigningOut] = useState(false);

  async function submit(factor: Factor) {
    try {
      await bank.session.signInWithFactor(challenge, factor);
    } catch (error) {
      const code = error instanceof BankError ? error.code : null;
      if (code === "browser_in_use") return setRefused(factor);
      setRefused(null);
      if (code === "factor_invalid") failures.current += 1;
      if (failures.current >= MAX_ATTEMPTS) return onEnded();
      throw error;
    }
  }

  async function signOutOther() {
    if (!refused) return;
    setSigningOut(true);
    try {
      await bank.session.signOutOtherUser();
      await submit(refused);
    } catch {
      // The factor is asked for again.
      setRefused(null);
    } finally {
      setSigningOut(false);
    }
  }

  return (
    <Stack>
      {refused ? (
        <BrowserInUse isSigningOut={isSigningOut} onSignOut={() => void signOutOther()} />
      ) : (
        <>
          <Text>{t("factor.note")}</Text>
          <FactorForm
            methods={challenge.methods}
            passkey={challenge.passkey}
            action={t("common:sign_in")}
            onSubmit={(factor) => submit(factor as Exclude<PresentedFactor, { password: string }>)}
          />
        </>
      )}
    </Stack>
  );
}
