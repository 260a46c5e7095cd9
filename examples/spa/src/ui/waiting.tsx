/** The whole window, while it is not known yet what to show. */

import { Center, Loader } from "@mantine/core";

export function Waiting() {
  return (
    <Center component="main" mih="100dvh">
      <Loader role="status" aria-label="One moment" />
    </Center>
  );
}
