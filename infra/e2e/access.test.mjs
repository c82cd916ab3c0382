// Every kind of page and screen is put before axe, in light and dark, on a phone
// and on a desk, and must be read at 320 pixels without scrolling sideways.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe } from "node:test";
import { browse } from "./harness/browser.mjs";
import { doors, pages, populate, reach, screens } from "./harness/places.mjs";
import { start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const { scenario } = await browse(product);
const cookie = await populate(product);
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const everything = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const colours = { type: "rule", values: ["color-contrast", "link-in-text-block"] }; // all that darkness changes

describe("everybody can use", { concurrency: 2 }, () => {
  for (const [name, place] of Object.entries({ ...pages, ...doors })) scenario(name, {}, (page) => examine(page, place));
  for (const [name, place] of Object.entries(screens)) scenario(name, { cookie }, (page) => examine(page, place));
});

async function examine(page, place) {
  await reach(page, place);
  await page.evaluate(axe); // as the devtools do, past the content security policy
  const found = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const rules = colorScheme === "dark" ? colours : everything;
      for (const violation of await violations(page, rules)) found.push(`${width} ${colorScheme}: ${violation}`);
    }
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
