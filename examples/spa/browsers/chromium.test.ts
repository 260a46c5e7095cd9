/** The scenarios in Chromium. */

import { chromium } from "./engines/puppeteer.ts";
import { scenarios } from "./scenarios.ts";

scenarios(chromium());
