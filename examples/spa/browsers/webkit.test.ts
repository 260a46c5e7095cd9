/** The scenarios in WebKitGTK. */

import { webkit } from "./engines/webkit.ts";
import { scenarios } from "./scenarios.ts";

scenarios(webkit(process.env.API_URL ?? ""));
