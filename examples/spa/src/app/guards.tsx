/** Route guards. The API checks every request itself; the guards only keep users off pages that would be empty. */

import { Button, Center, Stack, Text } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "react-router";
import type { components } from "../bank/schema";
import { useSession, useUser } from "../react/use-session";
import { bank } from "../settings";
import { FullPageLoader } from "../ui/full-page-loader";

type Role = components["schemas"]["RoleEnum"];

/** Around all pages except the sign-in page. */
export function RequireAuth() {
  const state = useSession();
  const { pathname, search } = useLocation();
  if (state.status === "starting") return <FullPageLoader />;
  if (state.status === "unreachable") return <Unreachable />;
  if (state.status === "signed-out") return <Navigate to="/sign-in" state={{ from: pathname + search }} replace />;
  // The key discards the previous user's page state.
  return <Outlet key={state.user.id} />;
}

/** Around the pages of these roles. */
export function RequireRole({ roles }: { roles: Role[] }) {
  return roles.includes(useUser().role) ? <Outlet /> : <Navigate to="/" replace />;
}

function Unreachable() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" role="alert">
        <Text>The bank cannot be reached. Please check your internet connection.</Text>
        <Button onClick={() => void bank.session.start()}>Try again</Button>
      </Stack>
    </Center>
  );
}
