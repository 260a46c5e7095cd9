/** The page for an unknown address. */

import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";

export function NotFoundPage() {
  const { t } = useTranslation("app");
  return (
    <Page title={t("address_unknown.title")}>
      <Text>
        {t("address_unknown.text")}{" "}
        <Anchor component={Link} to={paths.overview} underline="always">
          {t("address_unknown.link")}
        </Anchor>
      </Text>
    </Page>
  );
}
