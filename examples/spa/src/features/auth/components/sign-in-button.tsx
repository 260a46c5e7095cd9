/** Leads to the sign-in page, after a form that works without a sign-in. */

import { Button } from "@mantine/core";
import { Link } from "react-router";
import { paths } from "@/config/paths";

export function SignInButton() {
  return (
    <Button component={Link} to={paths.signIn} size="md">
      Sign in
    </Button>
  );
}
