// An organizer signs in, finds the people of their zones and nobody else's, and
// comes back to where they were.
import assert from "node:assert/strict";
import { after } from "node:test";
import { browse } from "./harness/browser.mjs";
import { tabThrough } from "./harness/keyboard.mjs";
import { misread, start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const { scenario } = await browse(product);

const paris = "paris@demain-ensemble.example";
const region = "region@demain-ensemble.example";
const neighbour = "voisine@demain-ensemble.example";
await product.organizer(paris, "fr/ile-de-france/paris", "contacts:read");
await product.organizer(region, "fr/ile-de-france", "contacts:read");
await product.organizer(neighbour, "fr/ile-de-france/seine-saint-denis", "contacts:read");
const crowd = Array.from({ length: 53 }, (_, i) => ({ first: "Membre", last: `Numéro ${i}`, email: `m${i}@exemple.example`, postal: "75020" }));
await product.join([
  { first: "Éloïse", last: "Bérenger", email: "eloise@exemple.example", postal: "75011", phone: "06 12 34 56 78", newsletter: true },
  ...crowd,
]);

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const person = (page, name) => page.getByRole("table").getByRole("link", { name });

scenario("signs in by code, reads, searches, comes back and signs out", {}, async (page) => {
  await page.goto("/admin/");
  await ask(page, paris);
  const { code } = await product.mail(paris);
  await page.getByRole("textbox", { name: "Code à 8 chiffres" }).fill(misread(code));
  await page.getByRole("button", { name: "Me connecter" }).click();
  await page.getByRole("alert").getByText("Ce code n’est pas le bon").waitFor();
  await page.getByRole("textbox", { name: "Code à 8 chiffres" }).fill(code);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await heading(page, "Tous mes contacts").waitFor();

  await page.getByRole("searchbox").fill("béré");
  await page.getByText("1 personne", { exact: true }).waitFor();
  await person(page, "Bérenger Éloïse").waitFor();
  await page.getByRole("searchbox").fill("eloise beren"); // as on a keyboard without accents
  await page.waitForURL("**/admin/#/?q=eloise+beren");
  await page.getByText("1 personne", { exact: true }).waitFor();
  await page.getByRole("searchbox").fill("introuvable");
  await page.getByText("Personne ne correspond").waitFor();
  await page.getByRole("button", { name: "Effacer la recherche" }).click();

  await page.getByRole("button", { name: "Suivants" }).click();
  await page.getByText("54 personnes", { exact: true }).waitFor();
  const last = page.getByRole("table").getByRole("link").last();
  const name = await last.textContent();
  const family = await last.locator("strong").textContent();
  await last.click();
  await heading(page, `Membre ${family}`).waitFor();
  await page.goBack();
  await heading(page, "Tous mes contacts").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), name, "the focus is where it was");
  assert.ok(await last.evaluate((link) => link.getBoundingClientRect().bottom <= innerHeight), "and in sight");

  const session = await page.context().cookies();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByText("Vous êtes déconnecté").waitFor();
  assert.equal(await page.getByRole("table").count(), 0, "nothing is left on the screen");
  await page.context().addCookies(session); // as a thief of the cookie would
  await page.reload();
  await heading(page, "Connexion").waitFor();
});

scenario("signs in by link, which does nothing before its button and works once", {}, async (page) => {
  await page.goto("/admin/");
  await ask(page, region);
  const { link } = await product.mail(region);
  const posts = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Me connecter" }).waitFor();
  assert.equal(new URL(page.url()).hash, "#/sign-in", "the token has left the address bar");
  assert.deepEqual(posts, []);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await heading(page, "Tous mes contacts").waitFor();
  await page.getByRole("navigation", { name: "Mes territoires" }).getByRole("link", { name: "Paris", exact: true }).click();
  await heading(page, "Paris").waitFor();
  await page.getByRole("button", { name: "Suivants" }).waitFor();

  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await page.getByRole("alert").getByText("Ce lien ne sert plus").waitFor();
});

scenario("sees the whole of a person, in French and in English", {}, async (page) => {
  await page.context().addCookies([await product.signIn(region, 2)]);
  await page.goto("/admin/#/zone/fr/ile-de-france/paris?q=eloise");
  await person(page, "Bérenger Éloïse").click();
  await heading(page, "Éloïse Bérenger").waitFor();
  const consents = page.getByRole("region", { name: "Accords" });
  await consents.getByRole("heading", { name: "Lettre d’information Donné" }).waitFor();
  await consents.getByRole("heading", { name: "Appels téléphoniques Non donné" }).waitFor();
  await consents.getByText("Je veux recevoir par e-mail la lettre").waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("region", { name: "Consents" }).getByRole("heading", { name: "Phone calls Not given" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.getByRole("link", { name: "Back to the list" }).click();
  assert.equal(await page.getByRole("searchbox", { name: "Search by name or e-mail" }).inputValue(), "eloise");
});

scenario("a neighbour neither sees a person nor opens their page", {}, async (page) => {
  await page.context().addCookies([await product.signIn(region, 3)]);
  await page.goto("/admin/#/?q=eloise");
  await person(page, "Bérenger Éloïse").click();
  await heading(page, "Éloïse Bérenger").waitFor();
  const { hash } = new URL(page.url());

  await page.context().clearCookies();
  await page.context().addCookies([await product.signIn(neighbour)]);
  await page.goto("about:blank");
  await page.goto("/admin/");
  await page.getByText("Personne ici pour l’instant").waitFor();
  for (const place of [hash, "#/zone/fr/ile-de-france/paris", "#/zone/fr/ile-de-france", "#/zone/fr/bretagne"]) {
    await page.goto("about:blank");
    await page.goto(`/admin/${place}`);
    await heading(page, "Rien à cette adresse").waitFor();
    assert.equal(await page.getByText("Bérenger").count(), 0);
  }
});

scenario("an ended session leads to sign-in and from there back to the place", {}, async (page) => {
  await page.context().addCookies([await product.signIn(paris, 2)]);
  await page.goto("/admin/#/?q=berenger");
  await person(page, "Bérenger Éloïse").click();
  await heading(page, "Éloïse Bérenger").waitFor();
  const place = page.url();
  await product.advance("31m");
  await page.reload();
  await heading(page, "Connexion").waitFor();
  assert.equal(await page.getByText("Bérenger").count(), 0);
  await ask(page, paris);
  await page.getByRole("textbox", { name: "Code à 8 chiffres" }).fill((await product.mail(paris, 3)).code);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await heading(page, "Éloïse Bérenger").waitFor();
  assert.equal(page.url(), place);

  await product.advance("31m");
  await page.getByRole("link", { name: "Retour à la liste" }).click();
  await page.getByText("Votre session a pris fin").waitFor();
});

scenario("an address nobody knows is answered as any other, in English", { language: "en-GB" }, async (page) => {
  await page.goto("/admin/");
  await page.getByRole("textbox", { name: "Your e-mail address" }).fill("personne@exemple.example");
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  await heading(page, "Check your mail").waitFor();
  await page.getByRole("textbox", { name: "8-digit code" }).fill("12345678");
  await page.getByRole("button", { name: "Sign me in" }).click();
  await page.getByRole("alert").waitFor();
});

for (const width of [1280, 390]) {
  scenario(`every stop of the list can be seen, ${width} pixels wide`, { width }, async (page) => {
    await page.context().addCookies([await product.signIn(neighbour, width === 390 ? 3 : 2)]);
    await page.goto("/admin/");
    await page.getByText("Personne ici pour l’instant").waitFor();
    const names = await tabThrough(page);
    assert.equal(names[0], "Aller au contenu");
    assert.ok(names.includes("Chercher par nom ou par e-mail"), names.join(" | "));
  });
}

async function ask(page, email) {
  await page.getByRole("textbox", { name: "Votre adresse e-mail" }).fill(email);
  await page.getByRole("button", { name: "Recevoir un lien et un code" }).click();
  await heading(page, "Consultez votre messagerie").waitFor();
}
