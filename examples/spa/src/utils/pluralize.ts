/** A count with its noun. */

/** `1` and `"month"` give `1 month`, `2` gives `2 months`. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
