/** Who may see a page. The bank judges every request by itself; this only keeps people off pages that would be empty. */

import { Button, Center, Stack, Text } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "react-router";
import type { components } from "../bank/schema";
import { useSession, useUser } from "../react/session";
import { bank } from "../settings";
import { Waiting } from "../ui/waiting";

type Role = components["schemas"]["RoleEnum"];

/** Around all pages but the sign-in. */
export function SignedIn() {
  const state = useSession();
  const { pathname, search } = useLocation();
  if (state.status === "starting") return <Waiting />;
  if (state.status === "unreachable") return <Unreachable />;
  if (state.status === "signed-out") return <Navigate to="/sign-in" state={{ from: pathname + search }} replace />;
  // Another person begins with nothing of the last one's on the page.
  return <Outlet key={state.user.id} />;
}

/** Around the pages that only these roles have. */
export function For({ roles }: { roles: Role[] }) {
  return roles.includes(useUser().role) ? <Outlet /> : <Navigate to="/" replace />;
}

function Unreachable() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" role="alert">
        <Text>The bank cannot be reached at the moment.</Text>
        <Button onClick={() => void bank.session.start()}>Try again</Button>
      </Stack>
    </Center>
  );
}
