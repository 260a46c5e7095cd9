/** The end of an endless list: goes on when it comes into sight, and by a button for those who do not scroll. */

import { Button, Center, Stack } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { Refusal } from "./refusal";

interface Endless {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
}

export function More({ list, onPress }: { list: Endless; onPress?: () => void }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const { ref, entry } = useIntersection({ rootMargin: "300px" });
  const isInSight = entry?.isIntersecting ?? false;
  useEffect(() => {
    // After a refusal only the button asks again: the end is still in sight, and would ask for ever.
    if (isInSight && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isInSight, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  if (!hasNextPage) return null;
  const press = () => {
    onPress?.();
    void fetchNextPage();
  };
  return (
    <Stack gap="sm" ref={ref}>
      {isFetchNextPageError && <Refusal error={list.error} />}
      <Center>
        <Button variant="default" loading={isFetchingNextPage} onClick={press}>
          Show more
        </Button>
      </Center>
    </Stack>
  );
}
