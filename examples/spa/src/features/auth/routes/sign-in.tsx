/** The sign-in page. */

import { Alert, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Navigate, useLocation } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { BANK_NAME } from "@/config/env";
import { useSession } from "@/hooks/use-session";
import { signOutMessage } from "@/utils/error-messages";
import { SignInForm } from "../components/sign-in-form";

export function SignInPage() {
  useDocumentTitle(`Sign in · ${BANK_NAME}`);
  const state = useSession();
  const returnPath = useReturnPath();
  if (state.status === "starting") return <FullPageLoader />;
  // This also handles a successful sign-in: the form itself does not navigate.
  if (state.status === "signed-in") return <Navigate to={returnPath} replace />;
  const reason = state.status === "signed-out" ? state.reason : null;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Stack align="center" gap="xs">
          <img src="/bank.svg" alt="" width={48} height={48} />
          <Text fw={650} size="lg">
            {BANK_NAME}
          </Text>
        </Stack>
        {reason && (
          <Alert color="blue" role="alert">
            {signOutMessage(reason)}
          </Alert>
        )}
        <Paper withBorder p={{ base: "md", sm: "xl" }} radius="lg">
          <Title order={1} size="h3" mb="lg">
            Sign in
          </Title>
          <SignInForm />
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          Never share your password. The bank will never ask you for it.
        </Text>
      </Stack>
    </Center>
  );
}

/** The page that the user came from. Other sites (`//example.com`) are not accepted. */
function useReturnPath(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  return typeof state?.from === "string" && /^\/(?![/\\])/.test(state.from) ? state.from : "/";
}
