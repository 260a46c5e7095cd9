/**
 * How modules are put together into files. Without it, each of the hundred modules that several pages share is a file of
 * its own: more requests, and about 20 kB more in compressed scripts for a page.
 */

/** What the first page needs in any case. */
const VENDOR =
  /node_modules\/(react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next|openapi-[a-z-]+)\//;
/** The charts are loaded after the pages that show them; the texts, for one language only. */
const SEPARATE = /recharts|@mantine\/charts|victory|d3-|src\/(features|locales)\//;
/** What at least this many files use is on most pages. */
const MIN_SHARE_COUNT = 6;

export const codeSplitting = {
  groups: [
    { name: "vendor", test: VENDOR },
    { name: "shared", minShareCount: MIN_SHARE_COUNT, test: (id: string) => !SEPARATE.test(id) },
  ],
};
