// A visitor finds their way from the first page to the join form: by mouse, by
// keyboard alone, by thumb on a phone.
import assert from "node:assert/strict";
import { after } from "node:test";
import { browse } from "./harness/browser.mjs";
import { tab, tabThrough, tabTo } from "./harness/keyboard.mjs";
import { start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const { scenario } = await browse(product);

for (const width of [1280, 390]) {
  scenario(`from home to the join form, ${width} pixels wide`, { width }, async (page) => {
    await page.goto("/");
    await page.getByRole("main").getByRole("textbox", { name: "Code postal" }).fill("77000");
    await page.getByRole("main").getByRole("status").getByRole("link").click();
    await page.waitForURL("**/ile-de-france/");
    await page.getByRole("link", { name: "Toutes les actualités" }).click();
    await page.getByRole("link", { name: "Une nuit dans les bus de nuit" }).click();
    await page.getByRole("heading", { level: 1, name: "Une nuit dans les bus de nuit" }).waitFor();
    await page.getByRole("banner").getByRole("link", { name: "Adhérer" }).click();
    await page.getByRole("heading", { level: 1, name: "Nous rejoindre" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/ile-de-france/adhesion/");
    for (const box of await page.getByRole("checkbox").all()) {
      assert.equal(await box.isChecked(), false, "no box is ticked in advance");
    }
  });
}

scenario("from home to the join form by keyboard alone", {}, async (page) => {
  await page.goto("/");
  await tabTo(page, "Île-de-France");
  await enter(page, /./);
  await page.waitForURL("**/ile-de-france/");
  await tabTo(page, "Toutes les actualités");
  await enter(page, /^Actualités/);
  await tabTo(page, "Une nuit dans les bus de nuit");
  await enter(page, "Une nuit dans les bus de nuit");
  await tabTo(page, "Adhérer");
  await enter(page, "Nous rejoindre");
  const names = await tabThrough(page);
  const fields = ["Prénom", "Nom", "Adresse e-mail", "Code postal", "Téléphone (facultatif)", "J’ai 15 ans ou plus."];
  assert.deepEqual(names.filter((name) => fields.includes(name)), fields);
  assert.ok(!names.some((name) => name.includes("Ne remplissez pas")), "the trap for robots is no stop");
});

scenario("the skip link is the first stop and leads into the content", {}, async (page) => {
  await page.goto("/ile-de-france/");
  assert.equal((await tab(page)).name, "Aller au contenu");
  await page.keyboard.press("Enter");
  const next = await tab(page);
  assert.ok(next.main, `"${next.name}" lies outside the content`);
});

scenario("every stop of a post can be seen, on a phone too", { width: 390 }, async (page) => {
  await page.goto("/ile-de-france/actualites/une-nuit-dans-les-bus/");
  const names = await tabThrough(page);
  assert.ok(names.includes("Par e-mail") && names.includes("Menu"), names.join(" | "));
});

scenario("the menu of a phone opens, leads on and closes", { width: 390 }, async (page) => {
  await page.goto("/");
  const link = page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Le mouvement" });
  assert.equal(await link.isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).tap();
  await link.waitFor();
  await page.keyboard.press("Escape");
  await link.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Menu" }).tap();
  await link.tap();
  await page.getByRole("heading", { level: 1, name: /^Qui sommes-nous/ }).waitFor();
});

scenario("a post is read without JavaScript", { scripts: false }, async (page) => {
  await page.goto("/ile-de-france/actualites/une-nuit-dans-les-bus/");
  await page.getByRole("heading", { name: "Qui voyage à trois heures du matin" }).waitFor();
});

scenario("an unknown address says where one is and how to go on", {}, async (page) => {
  const response = await page.goto("/ile-de-france/rien-ici/");
  assert.equal(response.status(), 404);
  await page.getByRole("heading", { level: 1, name: "Cette page n’existe pas" }).waitFor();
  await page.getByRole("link", { name: /Retourner à l’accueil/ }).click();
  assert.equal(new URL(page.url()).pathname, "/ile-de-france/");
});

async function enter(page, heading) {
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}
