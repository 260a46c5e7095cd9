/** The sign-in page. */

import { Alert, Anchor, Group, Text } from "@mantine/core";
import { useEffect, useState } from "react";
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
const CHALLENGE_ENDED = "This sign-in took too long, or had too many wrong codes. Please enter your password again.";

export function SignInPage() {
  const state = useSession();
  const returnPath = useReturnPath();
  const { challenge, notice, begin, end } = useChallenge();
  if (state.status === "starting") return <FullPageLoader />;
  // This also handles a successful sign-in: the form itself does not navigate.
  if (state.status === "signed-in") return <Navigate to={returnPath} replace />;
  if (challenge) {
    return (
      <AuthLayout
        title="Confirm your sign-in"
        footer={
          <Anchor component="button" type="button" ta="center" onClick={() => end(null)}>
            Start again
          </Anchor>
        }
      >
        <SecondFactorForm key={challenge.challenge} challenge={challenge} onEnded={() => end(CHALLENGE_ENDED)} />
      </AuthLayout>
    );
  }
  const reason = notice ?? (state.status === "signed-out" && state.reason && signOutMessage(state.reason));
  return (
    <AuthLayout
      title="Sign in"
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

/** The second step of a sign-in, if it has begun, and why it has ended without one. */
function useChallenge() {
  const [challenge, setChallenge] = useState<FactorChallenge | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    if (!challenge) return;
    const timer = setTimeout(() => {
      setChallenge(null);
      setNotice(CHALLENGE_ENDED);
    }, CHALLENGE_LIFETIME_MS);
    return () => clearTimeout(timer);
  }, [challenge]);
  return {
    challenge,
    notice,
    begin: (next: FactorChallenge) => {
      setChallenge(next);
      setNotice(null);
    },
    end: (why: string | null) => {
      setChallenge(null);
      setNotice(why);
    },
  };
}

function Footer() {
  const isOpen = useBankConfig()?.registration_open ?? false;
  return (
    <>
      <Group justify="center" gap="lg">
        <Anchor component={Link} to={paths.forgotPassword}>
          Forgot your password?
        </Anchor>
        {isOpen && (
          <Anchor component={Link} to={paths.register}>
            Become a member
          </Anchor>
        )}
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        Never share your password. The bank will never ask you for it.
      </Text>
    </>
  );
}

/** The page that the user came from. Other sites (`//example.com`) are not accepted. */
function useReturnPath(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  return typeof state?.from === "string" && /^\/(?![/\\])/.test(state.from) ? state.from : "/";
}
