/** The result of a query: its data, a placeholder while it loads, or its error with a button to retry. */

import { Button, Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "./error-alert";

interface Props<T> {
  query: { data: T | undefined; error: unknown; refetch: () => Promise<unknown> };
  /** Of the placeholder. */
  height?: number;
  children: (data: T) => ReactNode;
}

export function QueryResult<T>({ query, height = 120, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <Stack align="start">
        <ErrorAlert error={query.error} />
        <Button variant="default" onClick={() => void query.refetch()}>
          {t("retry")}
        </Button>
      </Stack>
    );
  }
  return <Skeleton height={height} aria-label={t("loading")} />;
}
