/** Fills the window until it is known which page to show. */

import { Center, Loader } from "@mantine/core";

export function FullPageLoader() {
  return (
    <Center component="main" mih="100dvh">
      <Loader role="status" aria-label="Loading" />
    </Center>
  );
}
