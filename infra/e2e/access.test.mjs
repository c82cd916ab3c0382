// Every kind of page in every theme, and every screen, is put before axe, on a
// desk and on a phone, and must be read at 320 pixels without scrolling sideways.
// Darkness changes nothing but colours, so there only those are looked at. On the
// way no page may load from elsewhere or say an error.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { browse } from "./harness/browser.mjs";
import { doors, kinds, pages, populate, reach, screens } from "./harness/places.mjs";
import { start } from "./harness/product.mjs";

const products = { default: await start(), campaign: await start({ theme: "campaign" }) };
after(() => Promise.all(Object.values(products).map((product) => product.stop())));
const { scenario } = await browse(products.default);
const cookie = await populate(products.default);
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const everything = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const colours = { type: "rule", values: ["color-contrast", "link-in-text-block"] }; // all that darkness changes

test("there is a page of every kind", async () => {
  const view = await readFile(new URL("../../generator/theme/view.go", import.meta.url), "utf8");
  const listed = [...view.matchAll(/^\t\w+ +Kind = "(\w+)"/gm)].map(([, kind]) => kind).filter((kind) => !["moved", "shell"].includes(kind));
  assert.deepEqual(Object.keys(kinds).sort(), listed.sort());
});

describe("everybody can use", { concurrency: 3 }, () => {
  for (const [theme, product] of Object.entries(products)) {
    const check = (name, place, look) => scenario(`${theme}: ${name}`, { product, ...look }, (page) => examine(page, place, product));
    for (const [name, place] of Object.entries({ ...kinds, ...pages })) check(name, place, {});
    if (theme === "default") {
      for (const [name, place] of Object.entries(doors)) check(name, place, {});
      for (const [name, place] of Object.entries(screens)) check(name, place, { cookie });
    }
  }
});

async function examine(page, place, product) {
  await reach(page, place, product);
  await page.evaluate(axe); // as the devtools do, past the content security policy
  const found = [];
  for (const [width, colorScheme] of [[1280, "light"], [390, "light"], [390, "dark"]]) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === "dark" ? colours : everything;
    for (const violation of await violations(page, rules)) found.push(`${width} ${colorScheme}: ${violation}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 320) found.push(`320: the page is ${wide} pixels wide`);
  assert.ok(found.length === 0, found.join("\n"));
}

async function violations(page, runOnly) {
  const options = { runOnly, resultTypes: ["violations"] };
  const result = await page.evaluate((options) => globalThis.axe.run(options), options);
  return result.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}) at ${target.join(" ")}`));
}
