/** Writes each script and style a second time, compressed, for hosts that serve `.gz` files (nginx: gzip_static). */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const output of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(output.fileName)) continue;
        const content = output.type === "chunk" ? output.code : output.source;
        const compressed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
        writeFileSync(join(dir, `${output.fileName}.gz`), compressed);
      }
    },
  };
}
