/** Cursor pagination for infinite queries. */

/** Options of an infinite query: each page after the first starts at the cursor of the `next` link before it. */
export const cursorPagination = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: { next: string | null }) =>
    next ? (new URL(next).searchParams.get("cursor") ?? undefined) : undefined,
};

/** The cursor as a query parameter. */
export function cursorParam(cursor: string | undefined): { cursor?: string } {
  return cursor ? { cursor } : {};
}
