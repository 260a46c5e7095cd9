/** The way in. */

import { Alert, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Navigate, useLocation } from "react-router";
import { useSession } from "../../react/session";
import { BANK_NAME } from "../../settings";
import { Waiting } from "../../ui/waiting";
import { wordForCode } from "../../ui/words";
import { SignInForm } from "./form";

export function SignInPage() {
  useDocumentTitle(`Sign in · ${BANK_NAME}`);
  const state = useSession();
  const from = useOrigin();
  if (state.status === "starting") return <Waiting />;
  // Whoever has just signed in goes on from here too: the form itself leads nowhere.
  if (state.status === "signed-in") return <Navigate to={from} replace />;
  const why = state.status === "signed-out" ? state.why : null;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Stack align="center" gap="xs">
          <img src="/bank.svg" alt="" width={48} height={48} />
          <Text fw={650} size="lg">
            {BANK_NAME}
          </Text>
        </Stack>
        {why && (
          <Alert color="blue" role="alert">
            {wordForCode(why)}
          </Alert>
        )}
        <Paper withBorder p={{ base: "md", sm: "xl" }} radius="lg">
          <Title order={1} size="h3" mb="lg">
            Sign in
          </Title>
          <SignInForm />
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          Never give your password to anybody. The bank does not ask for it.
        </Text>
      </Stack>
    </Center>
  );
}

/** The page that somebody wanted when they were sent here, if it is one of ours: the router goes to no `//elsewhere`. */
function useOrigin(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  return typeof state?.from === "string" && /^\/(?![/\\])/.test(state.from) ? state.from : "/";
}
