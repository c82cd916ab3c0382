// What readers do on the sites, in every theme: search, find their team, change
// the language, watch a video, follow an old address, read in the dark and print.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import { browse } from "./harness/browser.mjs";
import { repository } from "./harness/build.mjs";
import { accept, fill, send } from "./harness/join-form.mjs";
import { start } from "./harness/product.mjs";

const island = "reunion.demain-ensemble.example";
const player = "https://www.youtube-nocookie.com";
const video = "---\ntitle: Une vidéo\ndescription: Une vidéo à regarder.\n---\n\nRegardez.\n\nhttps://www.youtube.com/watch?v=AAAAAAAAAAA\n";

const content = await mkdtemp(join(tmpdir(), "maillage-content-"));
after(() => rm(content, { recursive: true, force: true }));
await cp(join(repository, "content"), content, { recursive: true });
await writeFile(join(content, "fr/posts/2026-11-02-une-video.md"), video);
const products = { default: await start({ content }), campaign: await start({ content, theme: "campaign" }) };
after(() => Promise.all(Object.values(products).map((product) => product.stop())));
const { scenario } = await browse(products.default);

const path = (page) => new URL(page.url()).pathname;
const box = (page) => page.getByRole("searchbox", { name: "Que cherchez-vous" });
const results = (page) => page.locator("[data-search-results]").getByRole("link");
const index = (page) => page.locator("[data-search-all]");
const code = (page) => page.getByRole("main").getByRole("textbox", { name: "Code postal" });

describe("readers", { concurrency: 2 }, () => {
  for (const [theme, product] of Object.entries(products)) {
    const visit = (name, look, act) => scenario(`${theme}: ${name}`, { product, ...look }, (page) => act(page, product));
    visit("search finds words without accents, their beginnings and near misses", {}, search);
    visit("search by keyboard leads to a page", {}, searchByKeyboard);
    visit("search takes its words from the address", {}, searchByAddress);
    visit("search without scripts is a list of everything", { scripts: false }, searchPlainly);
    visit("a postal code finds the team at once", {}, findTeam);
    visit("a postal code finds the team without scripts", { scripts: false }, findPlainly);
    visit("the language can be changed and changed back", {}, changeLanguage);
    visit("a video is loaded by a click, not before", { allowed: [player] }, watchVideo);
    visit("a video is a link without scripts", { scripts: false }, linkToVideo);
    visit("old addresses lead to the new ones", {}, followOldAddresses);
    visit("a zone lives on its own domain", {}, visitIsland);
    visit("the dark is dark", { dark: true }, readInTheDark);
    visit("paper shows the text and nothing to press", {}, print);
  }
});

async function search(page) {
  await page.goto("/recherche/");
  await box(page).fill("assemblee d'orleans"); // without accents
  await results(page).filter({ hasText: "L’assemblée d’Orléans" }).first().waitFor();
  assert.equal(await index(page).isVisible(), false);
  await box(page).fill("saladi");
  await results(page).filter({ hasText: "Soixante noms dans un saladier" }).waitFor();
  assert.match(await page.getByRole("status").textContent(), /^1 page$|^\d+ pages$/);
  await box(page).fill("saladeir");
  await page.getByRole("status").filter({ hasText: "presque" }).waitFor();
  await results(page).filter({ hasText: "Soixante noms dans un saladier" }).waitFor();
  await box(page).fill("<b>xyzzyx");
  await page.getByRole("status").filter({ hasText: "Aucune page pour « <b>xyzzyx »" }).waitFor();
  await box(page).fill("");
  await index(page).waitFor();
}

async function searchByKeyboard(page) {
  await page.goto("/recherche/");
  await box(page).focus();
  await page.keyboard.type("saladier");
  await page.getByRole("status").filter({ hasText: /^1 page$/ }).waitFor(); // a slow machine shows what “sa” finds first
  const link = results(page).first();
  for (let i = 0; i < 5 && !(await link.evaluate((element) => element === document.activeElement)); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/actualites/soixante-noms/");
}

async function searchByAddress(page) {
  await page.goto("/recherche/?q=saladier");
  await results(page).filter({ hasText: "Soixante noms" }).waitFor();
  assert.equal(await box(page).inputValue(), "saladier");
}

async function searchPlainly(page) {
  await page.goto("/recherche/?q=saladier");
  await index(page).getByRole("link", { name: "Soixante noms dans un saladier" }).waitFor();
  assert.ok((await index(page).getByRole("link").count()) > 40);
}

async function findTeam(page, product) {
  await page.goto("/");
  await code(page).fill("75011");
  await page.getByRole("main").getByRole("status").getByRole("link", { name: "Paris" }).waitFor();
  await code(page).press("Enter");
  await page.waitForURL("**/ile-de-france/paris/");
  await page.goto("/trouver/");
  await code(page).fill("974");
  const link = page.getByRole("status").getByRole("link");
  assert.equal(await link.getAttribute("href"), product.on(island, "/"));
}

async function findPlainly(page, product) {
  await page.goto("/");
  await code(page).fill("75011");
  await code(page).press("Enter");
  await page.waitForURL("**/trouver/75/");
  await page.getByRole("main").getByRole("link", { name: "Paris" }).click();
  assert.equal(path(page), "/ile-de-france/paris/");
  const answer = await fetch(`${product.origin}/trouver/?code=75011`, { redirect: "manual" });
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.get("location"), "/trouver/75/");
}

async function changeLanguage(page) {
  await page.goto("/actualites/l-europe-a-l-arret-de-bus/");
  await page.getByRole("banner").getByRole("link", { name: "English" }).click();
  await page.waitForURL("**/en/news/europe-at-the-bus-stop/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByRole("banner").getByRole("link", { name: "Français" }).click();
  await page.waitForURL("**/actualites/l-europe-a-l-arret-de-bus/");
}

async function watchVideo(page) {
  const asked = [];
  await page.route(`${player}/**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html; charset=utf-8", body: "<!DOCTYPE html><title>Lecteur</title><p>La vidéo" });
  });
  await page.goto("/actualites/une-video/", { waitUntil: "networkidle" });
  assert.deepEqual(asked, [], "nobody learns who reads the page");
  await page.locator("[data-embed] > a").click();
  await page.frameLocator("iframe.embed-player").getByText("La vidéo").waitFor();
  assert.equal(asked.length, 1);
  assert.match(asked[0], /^https:\/\/www\.youtube-nocookie\.com\/embed\/AAAAAAAAAAA\?/);
  assert.ok(await page.locator("iframe").getAttribute("title"), "the frame has a title");
}

async function linkToVideo(page) {
  await page.goto("/actualites/une-video/");
  assert.equal(await page.locator("[data-embed] > a").getAttribute("href"), "https://www.youtube.com/watch?v=AAAAAAAAAAA");
}

async function followOldAddresses(page) {
  const moves = {
    "/programme/": "/projet/",
    "/blog/lire-un-budget-communal/": "/actualites/lire-un-budget-communal/",
    "/bretagne/actualites/ligne-7/": "/bretagne/actualites/la-ligne-7-repart/",
  };
  for (const [from, to] of Object.entries(moves)) {
    const response = await page.goto(from);
    assert.equal(path(page), to);
    assert.equal(response.status(), 200);
  }
}

async function visitIsland(page, product) {
  await page.goto(product.on(island, "/adhesion/"));
  const { origin } = new URL(page.url());
  await fill(page, { first: "Ary", last: "Payet", email: "ary@exemple.example", postal: "97400" });
  const links = await page.locator("a[href], form").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("action")));
  assert.ok(!links.some((link) => link.startsWith(origin)), "its own links are relative");
  assert.ok(links.some((link) => link === `${product.origin}/`), "the movement is one link away");
  await accept(page);
  await product.advance("4s");
  await send(page).click();
  await page.getByRole("heading", { level: 1, name: /^(Encore un clic|Regardez votre boîte)/ }).waitFor();
  assert.equal(new URL(page.url()).origin, origin, "it stays on its domain");
}

async function readInTheDark(page) {
  await page.goto("/actualites/l-europe-a-l-arret-de-bus/");
  const [ground, ink] = await colours(page);
  assert.ok(ground < 0.2 && ink > 0.7, `ground ${ground}, ink ${ink}`);
}

async function print(page) {
  await page.goto("/actualites/l-europe-a-l-arret-de-bus/");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (const name of ["Adhérer", "Menu"]) assert.equal(await page.getByRole("banner").getByText(name, { exact: true }).first().isVisible(), false, name);
  const [ground, ink] = await colours(page);
  assert.ok(ground > 0.9 && ink < 0.3, `ground ${ground}, ink ${ink}`);
  assert.ok((await page.pdf()).length > 10_000);
}

// How light the ground and the ink of the text are, from 0 to 1.
function colours(page) {
  return page.locator("main p").last().evaluate((element) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const light = (colour) => {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    };
    const clear = (colour) => /transparent|, 0\)$/.test(colour);
    let ground = element;
    while (ground && clear(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    return [ground ? light(getComputedStyle(ground).backgroundColor) : 1, light(getComputedStyle(element).color)];
  });
}
