// Takes pictures of every page and screen for people to look at.
// Usage: node infra/e2e/look.mjs FOLDER [WORD…]: only places whose name has one of the words.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, open } from "./harness/browser.mjs";
import { doors, kinds, pages, populate, reach, screens } from "./harness/places.mjs";
import { start } from "./harness/product.mjs";

const [folder, ...words] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node infra/e2e/look.mjs FOLDER [WORD…]");
  process.exit(2);
}
const wanted = ([name]) => words.length === 0 || words.some((word) => name.includes(word));
const wantedScreen = ([name]) => wanted([`admin ${name}`]);
const widths = { phone: 390, desk: 1280 };
const tallest = 1600; // pixels of one picture

const product = await start();
const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  const cookie = await populate(product);
  const places = { ...kinds, ...pages, ...doors };
  for (const [name, place] of Object.entries(places).filter(wanted)) await picture(name, place, {});
  for (const [name, place] of Object.entries(screens).filter(wantedScreen)) await picture(`admin ${name}`, place, { cookie });
} finally {
  await browser.close();
  await product.stop();
}

// A tall page makes several pictures, the second ending in "-2.png".
async function picture(name, place, look) {
  for (const [device, width] of Object.entries(widths)) {
    const page = await open(browser, product, { ...look, width });
    await reach(page, place, product);
    await showImages(page);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const whole = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let y = 0, part = 1; y < whole; y += tallest, part++) {
        const file = [name, device, colorScheme, ...(part > 1 ? [part] : [])].join("-").replaceAll(" ", "-");
        const clip = { x: 0, y, width, height: Math.min(tallest, whole - y) };
        await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true, clip });
      }
    }
    for (const fault of page.faults) console.error(`${name}: ${fault}`);
    await page.context().close();
  }
}

// Loads what a reader would load by scrolling.
function showImages(page) {
  return page.evaluate(() => {
    for (const image of document.images) image.loading = "eager";
    return Promise.all([...document.images].map((image) => image.decode()));
  });
}
