/** Asks for a new password in place of one that is known from a data breach. */

import { Alert, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { PasswordForm } from "../components/password-form";

export function ChangePasswordPage() {
  const { t } = useTranslation("security");
  const navigate = useNavigate();
  const { must_change_password } = useUser();
  return (
    <Page title={t("change_password.title")}>
      <Stack gap="lg">
        {must_change_password && (
          <Alert color="yellow" title={t("change_password.unsafe_title")}>
            {t("change_password.unsafe_text")}
          </Alert>
        )}
        <PasswordForm onChanged={() => void navigate(paths.overview, { replace: true })} />
      </Stack>
    </Page>
  );
}
