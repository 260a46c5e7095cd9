/** How many of a thing, in words. */

/** `1` and `"month"` as `1 month`, `2` as `2 months`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
