// Unpacks Chromium, its libraries and its fonts beside the package, once, when npm installs it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "node_modules", ".chromium");
mkdirSync(folder);
process.env.TMPDIR = folder; // where the package unpacks to
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x"; // so that it unpacks its libraries, too

const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();

const fonts = join(folder, "fonts", "fonts.conf");
const moved = readFileSync(fonts, "utf-8").replaceAll("/tmp/fonts", join(folder, "fonts"));
writeFileSync(fonts, moved);
