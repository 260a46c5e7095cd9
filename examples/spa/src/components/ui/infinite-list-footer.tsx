/** The end of an infinite list: loads the next page when it scrolls into view or its button is pressed. */

import { Button, Center, Stack } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "./error-alert";

interface InfiniteList {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
}

export function InfiniteListFooter({ list, onPress }: { list: InfiniteList; onPress?: () => void }) {
  const { t } = useTranslation();
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const { ref, entry } = useIntersection({ rootMargin: "300px" });
  const isInView = entry?.isIntersecting ?? false;
  useEffect(() => {
    // After an error only the button retries: the footer is still in view and would retry without end.
    if (isInView && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isInView, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  if (!hasNextPage) return null;
  const press = () => {
    onPress?.();
    void fetchNextPage();
  };
  return (
    <Stack gap="sm" ref={ref} className="no-print">
      {isFetchNextPageError && <ErrorAlert error={list.error} />}
      <Center>
        <Button variant="default" loading={isFetchingNextPage} onClick={press}>
          {t("show_more")}
        </Button>
      </Center>
    </Stack>
  );
}
