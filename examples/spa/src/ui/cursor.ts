/** Lists that come page by page: where each begins. */

/** For an infinite query: the first page has no cursor, each other one that in the `next` of the page before. */
export const BY_CURSOR = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: { next: string | null }) =>
    next ? (new URL(next).searchParams.get("cursor") ?? undefined) : undefined,
};

/** The cursor as a query parameter. */
export function at(cursor: string | undefined): { cursor?: string } {
  return cursor ? { cursor } : {};
}
