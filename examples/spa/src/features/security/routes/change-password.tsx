/** Asks for a new password in place of one that is known from a data breach. */

import { Alert, Stack } from "@mantine/core";
import { useNavigate } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { PasswordForm } from "../components/password-form";

export function ChangePasswordPage() {
  const navigate = useNavigate();
  const { must_change_password } = useUser();
  return (
    <Page title="Change your password">
      <Stack gap="lg">
        {must_change_password && (
          <Alert color="yellow" title="Your password is not safe">
            It is on a list of passwords that were stolen from other websites, so others may know it. Please choose a
            new one before you continue.
          </Alert>
        )}
        <PasswordForm onChanged={() => void navigate(paths.overview, { replace: true })} />
      </Stack>
    </Page>
  );
}
