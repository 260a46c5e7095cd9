/** The scenarios in Firefox. */

import { firefox } from "./engines/puppeteer.ts";
import { scenarios } from "./scenarios.ts";

scenarios(firefox());
