/** Signs out; without a response the user stays signed in and is told so. */

import { notifications } from "@mantine/notifications";
import { useNavigate } from "react-router";
import { paths } from "@/config/paths";
import { bank } from "@/lib/bank";
import { errorMessage } from "@/utils/error-messages";

export function useSignOut() {
  const navigate = useNavigate();
  return async () => {
    try {
      await bank.session.signOut();
      // Otherwise the guard would send the next user to this page after the sign-in.
      await navigate(paths.signIn, { replace: true });
    } catch (error) {
      notifications.show({
        color: "red",
        title: "You are still signed in",
        message: `Sign-out failed. ${errorMessage(error)}`,
        autoClose: false,
        role: "alert",
      });
    }
  };
}
