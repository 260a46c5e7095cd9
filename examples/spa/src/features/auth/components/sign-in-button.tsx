/** Leads to the sign-in page, after a form that works without a sign-in. */

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "@/config/paths";

export function SignInButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to={paths.signIn} size="md">
      {t("sign_in")}
    </Button>
  );
}
