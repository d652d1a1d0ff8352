// Builds styles, script, icons and marks into linli/ui/static/ui, each named by its content and compressed beside itself.
// Needs nothing but node and `npm ci`; run it again after a change in frontend/ or a new {% icon %} in a template.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const house = join(here, "..", "linli");
const out = join(house, "ui", "static", "ui");
// Old phones and the browser inside WeChat.
const target = ["chrome87", "safari14", "firefox88"];
const notices = [];

function text(...parts) {
  return readFileSync(join(here, ...parts), "utf8");
}

function notice(name, file = "LICENSE") {
  const about = JSON.parse(text("node_modules", name, "package.json"));
  notices.push(`${name} ${about.version} (${about.license})\n\n${text("node_modules", name, file).trim()}\n`);
  return `/*! ${name} ${about.version}, ${about.license}; see licences.txt */\n`;
}

async function minified(contents, loader, banner, resolveDir = here) {
  const result = await bundle({
    stdin: { contents, loader, resolveDir },
    bundle: true,
    format: "iife",
    minify: true,
    legalComments: "none",
    target,
    supported: { destructuring: true }, // in all of them, but for odd corners of Safari 14
    write: false,
    logLevel: "error",
    external: ["data:*"],
  });
  return banner + result.outputFiles[0].text;
}

async function styles(name) {
  const { css } = compile(join(here, "styles", name), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    // Bootstrap 5.3 is written in the older manner of Sass.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  return minified(css, "css", notice("bootstrap"));
}

async function script() {
  return minified(text("scripts", "linli.js"), "js", notice("htmx.org"));
}

// Residents' pages have a small script of their own, without htmx.
async function residentScript() {
  return minified(text("scripts", "resident.js"), "js", "", join(here, "scripts"));
}

function templates(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(html|py)$/.test(entry.name))
    .filter((entry) => !entry.parentPath.includes("/migrations"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

// The names of icons that stand in templates: {% icon "house" %}, {% nav_item "…" "…" "house" %}, picture="house".
export function iconNames() {
  const names = new Set();
  const patterns = [/\{% icon "([a-z0-9-]+)"/g, /\{% nav_item "\w+" _\("[^"]+"\) "([a-z0-9-]+)"/g, /\bpicture="([a-z0-9-]+)"/g];
  for (const page of templates(house)) {
    for (const pattern of patterns) for (const [, name] of page.matchAll(pattern)) names.add(name);
  }
  return [...names].sort();
}

function icons() {
  notice("bootstrap-icons");
  const symbols = iconNames().map((name) => {
    let drawing;
    try {
      drawing = text("node_modules", "bootstrap-icons", "icons", `${name}.svg`);
    } catch {
      throw new Error(`a template asks for the icon "${name}", which bootstrap-icons does not have`);
    }
    const shapes = drawing.slice(drawing.indexOf(">") + 1, drawing.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${shapes}</symbol>`;
  });
  return `<!-- bootstrap-icons, MIT; see licences.txt --><svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

const files = {
  "linli.css": await styles("linli.scss"),
  "resident.css": await styles("resident.scss"),
  "linli.js": await script(),
  "resident.js": await residentScript(),
  "icons.svg": icons(),
  "mark.svg": text("pictures", "mark.svg"),
  "licences.txt": notices.join("\n----\n\n"),
};

mkdirSync(out, { recursive: true });
const names = {};
for (const [name, contents] of Object.entries(files)) {
  const bytes = Buffer.from(contents);
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const marked = name.replace(/\.(\w+)$/, `.${mark}.$1`);
  names[name] = marked;
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(out, marked), bytes);
  writeFileSync(join(out, `${marked}.br`), brotli);
  writeFileSync(join(out, `${marked}.gz`), gzipSync(bytes, { level: 9 }));
  console.log(`${name.padEnd(14)} ${String(bytes.length).padStart(8)} bytes, ${String(brotli.length).padStart(7)} over the wire`);
}
// The list comes last and at once: whoever reads it finds every file that it names.
writeFileSync(join(out, "assets.json.new"), JSON.stringify(names, null, 1));
renameSync(join(out, "assets.json.new"), join(out, "assets.json"));
const kept = new Set([...Object.values(names).flatMap((name) => [name, `${name}.br`, `${name}.gz`]), "assets.json"]);
for (const old of readdirSync(out)) if (!kept.has(old) && !old.startsWith(".")) rmSync(join(out, old), { recursive: true });
