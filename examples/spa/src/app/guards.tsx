/** Route guards. The API checks every request itself; the guards only keep users off pages that would be empty. */

import { Button, Center, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths } from "@/config/paths";
import { useSession, useUser } from "@/hooks/use-session";
import { bank } from "@/lib/bank";
import type { SessionState } from "@/lib/bank-client/session";
import type { Role } from "@/types/api";

/** Around all pages except the sign-in page. */
export function RequireAuth() {
  const state = useSession();
  const { pathname, search } = useLocation();
  if (state.status === "starting") return <FullPageLoader />;
  if (state.status === "unreachable") return <Unreachable />;
  if (state.status === "signed-out") return <Navigate to={paths.signIn} state={{ from: pathname + search }} replace />;
  const required = requiredPage(state);
  if (required && pathname !== required) return <Navigate to={required} replace />;
  // The key discards the previous user's page state.
  return <Outlet key={state.user.id} />;
}

/** The only page that is open to this user until a password is changed or a second factor is set up; usually null. */
function requiredPage({ user, needsFactor }: Extract<SessionState, { status: "signed-in" }>): string | null {
  if (user.must_change_password) return paths.changePassword;
  return needsFactor ? paths.factors : null;
}

/** Around the pages of these roles. */
export function RequireRole({ roles }: { roles: Role[] }) {
  return roles.includes(useUser().role) ? <Outlet /> : <Navigate to={paths.overview} replace />;
}

function Unreachable() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" role="alert">
        <Text>{t("failure.network")}</Text>
        <Button onClick={() => void bank.session.start()}>{t("retry")}</Button>
      </Stack>
    </Center>
  );
}
