/** Reads catalogues in tests. */

/** The end of the key of a plural form, a category of `Intl.PluralRules`. */
export const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Each key, such as `role.member`, with its text. */
export function flatten(catalogue: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flatten(value as object, `${prefix}${key}.`)],
    ),
  );
}
