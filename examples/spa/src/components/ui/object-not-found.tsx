/** The page for an object that does not exist, or that the user has no access to: the API does not say which. */

import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { Page } from "./page";

interface Props {
  /** As in `Account`. */
  name: string;
  /** The page that lists such objects. */
  to: string;
  /** The text of the link to it. */
  link: string;
}

export function ObjectNotFound({ name, to, link }: Props) {
  return (
    <Page title={`${name} not found`}>
      <Text>
        There is no {name.toLowerCase()} with this number, or you do not have access.{" "}
        <Anchor component={Link} to={to} underline="always">
          {link}
        </Anchor>
      </Text>
    </Page>
  );
}
