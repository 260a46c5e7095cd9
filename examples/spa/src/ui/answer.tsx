/** What a query brought: its data, that it is on its way, or why it did not come. */

import { Button, Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Refusal } from "./refusal";

interface Props<T> {
  query: UseQueryResult<T>;
  /** Of what is waited for. */
  height?: number;
  children: (data: T) => ReactNode;
}

export function Answer<T>({ query, height = 120, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <Stack align="start">
        <Refusal error={query.error} />
        <Button variant="default" onClick={() => void query.refetch()}>
          Try again
        </Button>
      </Stack>
    );
  }
  return <Skeleton height={height} aria-label="One moment" />;
}
