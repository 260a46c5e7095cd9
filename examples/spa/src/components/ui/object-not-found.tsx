/** The page for an object that does not exist, or that the user has no access to: the API does not say which. */

import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type common from "@/locales/en/common";
import { Page } from "./page";

interface Props {
  object: keyof (typeof common)["not_found"];
  /** The page that lists such objects. */
  to: string;
}

export function ObjectNotFound({ object, to }: Props) {
  const { t } = useTranslation();
  return (
    <Page title={t(`not_found.${object}.title`)}>
      <Text>
        {t(`not_found.${object}.text`)}{" "}
        <Anchor component={Link} to={to} underline="always">
          {t(`not_found.${object}.link`)}
        </Anchor>
      </Text>
    </Page>
  );
}
