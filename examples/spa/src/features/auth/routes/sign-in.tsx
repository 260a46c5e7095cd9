/** The sign-in page. */

import { Alert, Anchor, Group, Text } from "@mantine/core";
import { Link, Navigate, useLocation } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths } from "@/config/paths";
import { useSession } from "@/hooks/use-session";
import { useBankConfig } from "@/lib/config";
import { signOutMessage } from "@/utils/error-messages";
import { AuthLayout } from "../components/auth-layout";
import { SignInForm } from "../components/sign-in-form";

export function SignInPage() {
  const state = useSession();
  const returnPath = useReturnPath();
  if (state.status === "starting") return <FullPageLoader />;
  // This also handles a successful sign-in: the form itself does not navigate.
  if (state.status === "signed-in") return <Navigate to={returnPath} replace />;
  const reason = state.status === "signed-out" ? state.reason : null;
  return (
    <AuthLayout
      title="Sign in"
      notice={
        reason && (
          <Alert color="blue" role="alert">
            {signOutMessage(reason)}
          </Alert>
        )
      }
      footer={<Footer />}
    >
      <SignInForm />
    </AuthLayout>
  );
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
