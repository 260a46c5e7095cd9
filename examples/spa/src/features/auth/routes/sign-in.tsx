/** The sign-in page. */

import { Alert, Anchor, Group, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths } from "@/config/paths";
import { useSession } from "@/hooks/use-session";
import type { FactorChallenge } from "@/lib/bank-client/session";
import { useBankConfig } from "@/lib/config";
import { signOutMessage } from "@/utils/error-messages";
import { AuthLayout } from "../components/auth-layout";
import { SecondFactorForm } from "../components/second-factor-form";
import { SignInForm } from "../components/sign-in-form";

/** How long a challenge is good for. Not `expires_at`, because this device's clock may be wrong. */
const CHALLENGE_LIFETIME_MS = 5 * 60_000;

export function SignInPage() {
  const { t } = useTranslation(["auth", "common"]);
  const state = useSession();
  const returnPath = useReturnPath();
  const { challenge, hasEnded, begin, end } = useChallenge();
  if (state.status === "starting") return <FullPageLoader />;
  // This also handles a successful sign-in: the form itself does not navigate.
  if (state.status === "signed-in") return <Navigate to={returnPath} replace />;
  if (challenge) {
    return (
      <AuthLayout
        title={t("factor.title")}
        footer={
          <Anchor component="button" type="button" ta="center" onClick={() => end(false)}>
            {t("common:confirmation.start_again")}
          </Anchor>
        }
      >
        <SecondFactorForm key={challenge.challenge} challenge={challenge} onEnded={() => end(true)} />
      </AuthLayout>
    );
  }
  const code = state.status === "signed-out" && state.reason;
  const reason = hasEnded ? t("factor.ended") : code && signOutMessage(code);
  return (
    <AuthLayout
      title={t("common:sign_in")}
      notice={
        reason && (
          <Alert color="blue" role="alert">
            {reason}
          </Alert>
        )
      }
      footer={<Footer />}
    >
      <SignInForm onChallenge={begin} />
    </AuthLayout>
  );
}

/** The second step of a sign-in, if it has begun, and whether it has ended without one. */
function useChallenge() {
  const [challenge, setChallenge] = useState<FactorChallenge | null>(null);
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    if (!challenge) return;
    const timer = setTimeout(() => {
      setChallenge(null);
      setEnded(true);
    }, CHALLENGE_LIFETIME_MS);
    return () => clearTimeout(timer);
  }, [challenge]);
  return {
    challenge,
    hasEnded,
    begin: (next: FactorChallenge) => {
      setChallenge(next);
      setEnded(false);
    },
    end: (isFailure: boolean) => {
      setChallenge(null);
      setEnded(isFailure);
    },
  };
}

function Footer() {
  const { t } = useTranslation("auth");
  const isOpen = useBankConfig()?.registration_open ?? false;
  return (
    <>
      <Group justify="center" gap="lg">
        <Anchor component={Link} to={paths.forgotPassword}>
          {t("forgot.link")}
        </Anchor>
        {isOpen && (
          <Anchor component={Link} to={paths.register}>
            {t("register.link")}
          </Anchor>
        )}
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        {t("never_share")}
      </Text>
    </>
  );
}

/** The page that the user came from. Other sites (`//example.com`) are not accepted. */
function useReturnPath(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  return typeof state?.from === "string" && /^\/(?![/\\])/.test(state.from) ? state.from : "/";
}
