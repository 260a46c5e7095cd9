/** Signs out; without a response the user stays signed in and is told so. */

import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { paths } from "@/config/paths";
import { bank } from "@/lib/bank";
import { errorMessage } from "@/utils/error-messages";

export function useSignOut() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return async () => {
    try {
      await bank.session.signOut();
      // Otherwise the guard would send the next user to this page after the sign-in.
      await navigate(paths.signIn, { replace: true });
    } catch (error) {
      notifications.show({
        color: "red",
        title: t("failure.sign_out_title"),
        message: t("failure.sign_out", { error: errorMessage(error) }),
        autoClose: false,
        role: "alert",
      });
    }
  };
}
