/**
 * Builds static/ from assets/: `npm run build`.
 *
 * The built files are committed, so running and testing Khéo need no Node. The list of browsers in package.json is the
 * floor: lightningcss and esbuild translate newer syntax down to it, and what cannot be translated stops the build.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import browserslist from "browserslist";
import { build as bundle } from "esbuild";
import { browserslistToTargets, transform } from "lightningcss";
import fontverter from "fontverter";
import { compileAsync } from "sass";
import subsetFont from "subset-font";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(root, "assets");
const out = join(root, "static");
const read = (path, encoding) => readFile(join(root, path), encoding);
const json = async (path) => JSON.parse(await read(path, "utf8"));

async function write(path, content) {
  await mkdir(dirname(join(out, path)), { recursive: true });
  await writeFile(join(out, path), content);
}

// --- fonts: only the letters and features we use -------------------------------------------------------------------

/** "U+0041-0043, U+1EA0" → "ABCẠ" */
function letters(ranges) {
  return ranges
    .flatMap((range) => {
      const [first, last = first] = range.replace("U+", "").split("-").map((hex) => parseInt(hex, 16));
      return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
    })
    .join("");
}

/**
 * Gives every glyph the same width (`advance`, in ems) and centres it, in place.
 *
 * Be Vietnam Pro has no tabular figures: its 1 is half as wide as its 0, and columns of numbers would not align.
 */
function spaceEvenly(font, advance) {
  const tables = new Map();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + 16 * i;
    tables.set(font.toString("latin1", record, record + 4), font.readUInt32BE(record + 8));
  }
  const [head, hhea, hmtx, loca, glyf] = ["head", "hhea", "hmtx", "loca", "glyf"].map((tag) => tables.get(tag));
  const width = Math.round(font.readUInt16BE(head + 18) * advance);
  const longOffsets = font.readInt16BE(head + 50) === 1;
  const outline = (glyph) => (longOffsets ? font.readUInt32BE(loca + 4 * glyph) : 2 * font.readUInt16BE(loca + 2 * glyph));
  font.writeUInt16BE(font.readUInt16BE(head + 16) & ~0b10, head + 16); // the left bearing is no longer where x is 0
  const glyphs = font.readUInt16BE(tables.get("maxp") + 4);
  if (font.readUInt16BE(hhea + 34) !== glyphs) throw new Error("This font shares widths between glyphs.");
  for (let glyph = 1; glyph < glyphs; glyph++) {
    const [xMin, xMax] = [font.readInt16BE(glyf + outline(glyph) + 2), font.readInt16BE(glyf + outline(glyph) + 6)];
    font.writeUInt16BE(width, hmtx + 4 * glyph);
    font.writeInt16BE(Math.round((width - (xMax - xMin)) / 2), hmtx + 4 * glyph + 2);
  }
}

async function cut(source, text, keepFeatures, advance) {
  // hints double the size, and today's rasterisers ignore them at these sizes
  const options = { targetFormat: "truetype", keepFeatures, noHinting: true };
  const font = await subsetFont(await read(join("node_modules", source)), text, options);
  if (advance) spaceEvenly(font, advance);
  return fontverter.convert(font, "woff2");
}

/** Cuts every face of assets/fonts/faces.json to its letters and returns the @font-face rules; without a source it is a
 * second name of a file that another face has cut. */
async function fonts() {
  const rules = [];
  const { scripts, faces } = await json("assets/fonts/faces.json");
  for (const face of faces) {
    const { ranges, features, advance } = scripts[face.script];
    if (face.source) await write(`fonts/${face.file}`, await cut(face.source, letters(ranges), features, advance));
    const places = [...(face.local ?? []).map((name) => `local("${name}")`), `url("../fonts/${face.file}") format("woff2")`];
    rules.push(
      `@font-face{font-family:"${face.family}";font-weight:${face.weight};font-display:swap;` +
        `src:${places.join(",")};unicode-range:${ranges.join(",")}}`,
    );
  }
  return rules.join("\n");
}

// --- icons: one sprite ---------------------------------------------------------------------------------------------

/** Puts our own marks and the Lucide icons named in assets/icons/icons.json into one file of symbols. */
async function icons() {
  const symbols = [];
  for (const [name, lucide] of Object.entries(await json("assets/icons/icons.json"))) {
    const svg = await read(`node_modules/lucide-static/icons/${lucide}.svg`, "utf8");
    const shapes = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").replace(/> </g, "><").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`);
  }
  symbols.push(await read("assets/icons/mark.svg", "utf8"));
  await write("icons/sprite.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n").trim()}\n</svg>\n`);
  await write("icons/favicon.svg", await read("assets/icons/favicon.svg"));
}

// --- styles and scripts --------------------------------------------------------------------------------------------

/** Newer than the oldest browser we promise, and not something lightningcss can translate. */
const TOO_NEW = [":has(", "@container", "@layer", "@scope", "color-mix(", "oklch(", "light-dark("];

async function styles(name, fontFaces) {
  const sheet = await compileAsync(join(assets, `scss/${name}.scss`), {
    loadPaths: [join(root, "node_modules/govuk-frontend/dist")],
    importers: [
      {
        canonicalize: (url) => (url === "kheo:font-faces" ? new URL(url) : null),
        load: () => ({ contents: fontFaces, syntax: "css" }),
      },
    ],
  });
  const { code } = transform({
    filename: `${name}.css`,
    code: Buffer.from(sheet.css),
    minify: true,
    targets: browserslistToTargets(browserslist()),
  });
  const css = code.toString();
  for (const feature of TOO_NEW) {
    if (css.includes(feature)) throw new Error(`${name}.css uses ${feature}…, which our oldest browsers do not know.`);
  }
  await write(`css/${name}.css`, css + "\n");
}

async function scripts(name) {
  await bundle({
    entryPoints: [join(assets, `js/${name}.js`)],
    outfile: join(out, `js/${name}.js`),
    bundle: true,
    minify: true,
    format: "iife",
    legalComments: "none",
    charset: "utf8",
    target: browserslist().map((browser) => browser.replace("ios_saf", "ios").replace(/[ ]/, "").replace(/-.*/, "")),
  });
}

// --- the manifest, by which the tests know that static/ belongs to these sources ------------------------------------

async function fingerprint(paths) {
  const entries = await Promise.all(
    paths.sort().map(async (path) => [path, createHash("sha256").update(await read(path)).digest("hex")]),
  );
  return Object.fromEntries(entries);
}

async function filesUnder(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

async function manifest() {
  const sources = await fingerprint(["package.json", "package-lock.json", ...(await filesUnder("assets"))]);
  const outputs = await fingerprint(await filesUnder("static"));
  await write("build-manifest.json", JSON.stringify({ sources, outputs }, null, 2) + "\n");
  for (const path of Object.keys(outputs)) {
    const content = await read(path);
    const packed = /\.(css|js|svg)$/.test(path) ? gzipSync(content, { level: 9 }).length : content.length;
    console.log(`${String((packed / 1024).toFixed(1)).padStart(7)} KB  ${path}`);
  }
}

await rm(out, { recursive: true, force: true });
const faces = await fonts();
const sheets = ["base", "phone", "projector"].map((name) => styles(name, faces));
await Promise.all([...sheets, icons(), scripts("base"), scripts("room"), scripts("upload")]);
await manifest();
