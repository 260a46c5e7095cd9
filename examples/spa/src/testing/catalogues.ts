/** Loads all English texts before a test: in the application they are loaded with the pages. */

import { i18n } from "@/lib/i18n";

const english = import.meta.glob<object>("../locales/en/*.ts", { eager: true, import: "default" });

for (const [path, catalogue] of Object.entries(english)) {
  i18n.addResourceBundle("en", path.replace(/^.*\/(.*)\.ts$/, "$1"), catalogue);
}
