// In development a saved file shows at once in the browser, and so does what is
// wrong with it.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { browse } from "./harness/browser.mjs";
import { start } from "./harness/product.mjs";

const content = await mkdtemp(join(tmpdir(), "maillage-content-"));
after(() => rm(content, { recursive: true, force: true }));
await cp(fileURLToPath(new URL("../../content", import.meta.url)), content, { recursive: true });
const product = await start({ content });
after(() => product.stop());
const { scenario } = await browse(product);

const post = join(content, "fr/ile-de-france/posts/2026-04-18-une-nuit-dans-les-bus.md");
const address = "/ile-de-france/actualites/une-nuit-dans-les-bus/";
const title = 'title: "Une nuit dans les bus de nuit"';

scenario("a saved post refreshes the page that shows it", { live: true }, async (page) => {
  await watchRebuilds(page);
  await edit(post, title, 'title: "Une nuit blanche"');
  await page.getByRole("heading", { level: 1, name: "Une nuit blanche" }).waitFor();
});

scenario("an error in the content is said in the page, which stays", { live: true }, async (page) => {
  await watchRebuilds(page);
  await edit(post, "author:", "autor:");
  const problems = page.getByRole("dialog");
  await problems.getByText("2026-04-18-une-nuit-dans-les-bus.md:").waitFor();
  assert.match(await problems.textContent(), /:\d+:\d+: /, "it says where");
  await edit(post, "autor:", "author:");
  await problems.waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1, name: "Une nuit blanche" }).waitFor();
});

scenario("a new post has its page and stands in the list", { live: true }, async (page) => {
  await watchRebuilds(page, "/ile-de-france/actualites/");
  const words = '---\ntitle: "Tout neuf"\ndescription: "Un article de plus."\nauthor: "Bakary Soumanel"\n---\n\nBonjour.\n';
  await writeFile(join(content, "fr/ile-de-france/posts/2026-11-01-tout-neuf.md"), words);
  await page.getByRole("link", { name: "Tout neuf" }).click();
  await page.getByRole("heading", { level: 1, name: "Tout neuf" }).waitFor();
});

// Opens a page and waits until it hears of rebuilds.
async function watchRebuilds(page, path = address) {
  const listening = page.waitForResponse("**/_dev/reload");
  await page.goto(path);
  await listening;
}

async function edit(file, before, after) {
  const text = await readFile(file, "utf8");
  assert.ok(text.includes(before), `${file} lacks ${before}`);
  await writeFile(file, text.replace(before, after));
}
