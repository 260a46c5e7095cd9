/** The page for an unknown address. */

import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { paths } from "@/config/paths";

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Text>
        There is no page at this address.{" "}
        <Anchor component={Link} to={paths.overview} underline="always">
          Go to the overview
        </Anchor>
      </Text>
    </Page>
  );
}
