// What a first visit costs: bytes, scripts that hold the page up, and third
// parties, which must not exist.
import assert from "node:assert/strict";
import { after } from "node:test";
import { gzipSync } from "node:zlib";
import { browse } from "./harness/browser.mjs";
import { start } from "./harness/product.mjs";

const products = { default: await start(), campaign: await start({ theme: "campaign" }) };
after(() => Promise.all(Object.values(products).map((product) => product.stop())));
const { scenario } = await browse(products.default);

const budget = 60_000; // bytes, without images
const pages = {
  home: "/",
  "a region": "/ile-de-france/",
  "a post": "/actualites/entretien-porte-parole/",
  "a post with pictures": "/ile-de-france/actualites/une-nuit-dans-les-bus/",
  "the join form": "/adhesion/",
};
const visits = Object.entries(products).flatMap(([theme, product]) => Object.entries(pages).map(([name, path]) => [`${name} in ${theme}`, path, product]));

for (const [name, path, product] of visits) {
  scenario(`a first visit of ${name} costs at most ${budget} bytes`, { width: 390, product }, async (page, t) => {
    const files = [];
    page.on("response", (response) => files.push(response));
    await page.goto(path, { waitUntil: "networkidle" });
    const costs = {};
    for (const file of files) {
      const { pathname } = new URL(file.url());
      const image = /^image\//.test(file.headers()["content-type"]);
      if (!image && !pathname.startsWith("/_dev/")) costs[pathname] = transferred(await file.body(), file.headers());
    }
    const sum = Object.values(costs).reduce((a, b) => a + b, 0);
    t.diagnostic(`${sum} bytes`);
    assert.ok(sum <= budget, `${sum} bytes: ${JSON.stringify(costs)}`);
    assert.equal(new Set(files.map((file) => new URL(file.url()).origin)).size, 1, "everything comes from one origin");
  });

  scenario(`no script holds up ${name}`, { product }, async (page) => {
    await page.goto(path);
    const blocking = await page.evaluate(() => {
      const scripts = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "script");
      return scripts.filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name);
    });
    assert.deepEqual(blocking, []);
    assert.equal(await page.locator("script:not([src], [type='application/ld+json'])").count(), 0, "no inline script");
    assert.equal(await page.locator("script[src]:not([defer], [async], [type=module])").count(), 0);
  });
}

// What goes over the wire: body() gives text as it is before compression.
function transferred(body, headers) {
  const text = /text|javascript|json|svg/.test(headers["content-type"]);
  return (text ? gzipSync(body).length : body.length) + 300; // headers, about
}
