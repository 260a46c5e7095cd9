/** The user's own profile: name, phone and language, and a change of the e-mail address. */

import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { $api } from "@/lib/api";
import { EmailForm } from "../components/email-form";
import { ProfileForm } from "../components/profile-form";

export function ProfilePage() {
  const { t } = useTranslation("profile");
  const query = $api.useQuery("get", "/api/users/me/");
  return (
    <Page title={t("title")}>
      <QueryResult query={query}>
        {(me) => (
          <Stack gap="lg" maw={620}>
            <ProfileForm me={me} />
            <EmailForm email={me.email} />
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}
