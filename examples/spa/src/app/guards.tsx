/** Route guards. The API checks every request itself; the guards only keep users off pages that would be empty. */

import { Button, Center, Stack, Text } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths } from "@/config/paths";
import { useSession, useUser } from "@/hooks/use-session";
import { bank } from "@/lib/bank";
import type { components } from "@/lib/bank-client/schema";

type Role = components["schemas"]["RoleEnum"];

/** Around all pages except the sign-in page. */
export function RequireAuth() {
  const state = useSession();
  const { pathname, search } = useLocation();
  if (state.status === "starting") return <FullPageLoader />;
  if (state.status === "unreachable") return <Unreachable />;
  if (state.status === "signed-out") return <Navigate to={paths.signIn} state={{ from: pathname + search }} replace />;
  // The key discards the previous user's page state.
  return <Outlet key={state.user.id} />;
}

/** Around the pages of these roles. */
export function RequireRole({ roles }: { roles: Role[] }) {
  return roles.includes(useUser().role) ? <Outlet /> : <Navigate to={paths.overview} replace />;
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
