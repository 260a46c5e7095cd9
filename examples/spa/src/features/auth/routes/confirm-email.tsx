/** Confirms a new e-mail address with the link of a mail. Not when the page is opened: mail scanners open links. */

import { Button, Stack, Text } from "@mantine/core";
import { ErrorAlert } from "@/components/ui/error-alert";
import { paths } from "@/config/paths";
import { $api } from "@/lib/api";
import { AuthLayout } from "../components/auth-layout";
import { Done } from "../components/done";
import { InvalidLink, isInvalidLink, type MailedLink, useMailedLink } from "../components/mailed-link";
import { SignInButton } from "../components/sign-in-button";

export function ConfirmEmailPage() {
  const link = useMailedLink();
  return (
    <AuthLayout title="Confirm your new e-mail address">
      {link ? <Confirmation link={link} /> : <InvalidLink to={paths.profile}>Request a new link</InvalidLink>}
    </AuthLayout>
  );
}

function Confirmation({ link }: { link: MailedLink }) {
  const confirm = $api.useMutation("post", "/api/users/me/email/confirm/");
  if (confirm.isSuccess) {
    return (
      <Done action={<SignInButton />}>
        Your e-mail address has been changed. All browsers have been signed out. Please sign in with the new address.
      </Done>
    );
  }
  if (isInvalidLink(confirm.error)) return <InvalidLink to={paths.profile}>Request a new link</InvalidLink>;
  return (
    <Stack>
      <Text size="sm">From now on you sign in with the new address.</Text>
      <ErrorAlert error={confirm.error} />
      <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate({ body: link })}>
        Confirm
      </Button>
    </Stack>
  );
}
