// Somebody becomes a member, with JavaScript: errors beside the fields, the proof
// of work, the mail, and a button that does nothing by itself.
import assert from "node:assert/strict";
import { after } from "node:test";
import { browse } from "./harness/browser.mjs";
import { accept, description, fill, newsletter, send } from "./harness/join-form.mjs";
import { start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const { scenario } = await browse(product);

const path = (page) => new URL(page.url()).pathname;
const lea = { first: "Léa", last: "D’Arc-Müller", email: "lea@exemple.example", postal: "75011", phone: "06 12 34 56 78" };

scenario("errors stand beside their fields and nothing typed is lost", {}, async (page) => {
  await page.goto("/adhesion/");
  await fill(page, { ...lea, email: "lea@" });
  const email = page.getByRole("textbox", { name: "Adresse e-mail" });
  assert.match(await description(email), /semble incomplète/, "said as soon as the field is left");
  await accept(page);
  await send(page).click();
  assert.equal(path(page), "/adhesion/", "the form does not leave");
  assert.equal(await email.evaluate((element) => element === document.activeElement), true, "the focus is on the field at fault");
  await email.fill(lea.email);
  await email.blur();
  assert.equal(await email.getAttribute("aria-invalid"), null);
  assert.doesNotMatch(await description(email), /incomplète/);
  assert.equal(await page.getByRole("textbox", { name: "Nom", exact: true }).inputValue(), lea.last);
});

scenario("from the form to the welcome page", {}, async (page) => {
  await page.goto("/ile-de-france/paris/adhesion/");
  const challenge = page.waitForResponse("**/api/challenge");
  await fill(page, lea);
  await accept(page, newsletter);
  await challenge;
  await product.advance("4s"); // a form sent sooner is taken for a program's
  await send(page).click();
  await page.waitForURL("**/merci/");
  assert.equal(path(page), "/ile-de-france/paris/adhesion/merci/");
  await page.getByRole("heading", { level: 1, name: "Regardez votre boîte de réception" }).waitFor();

  const mail = await product.mail(lea.email);
  assert.match(mail.subject, /^Confirmez votre adhésion/);
  const posts = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.goto(mail.link);
  const button = page.getByRole("button", { name: "Confirmer mon adhésion" });
  await button.waitFor();
  assert.equal(new URL(page.url()).hash, "", "the token has left the address bar");
  assert.equal(await page.getByRole("textbox").count(), 0, "there is nothing to type");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(posts, [], "opening the link does nothing by itself");

  await button.click();
  await page.getByRole("heading", { level: 1, name: /^Bienvenue/ }).waitFor();
  assert.equal(path(page), "/ile-de-france/paris/bienvenue/", "the team of the postal code says welcome");
  assert.equal(posts.length, 1);
  assert.match((await product.mail(lea.email, 2)).subject, /ienvenue/);
});

scenario("a second click on the mailed link is as good as the first", {}, async (page) => {
  await page.goto((await product.mail(lea.email)).link);
  await page.getByRole("button", { name: "Confirmer mon adhésion" }).dblclick();
  await page.getByRole("heading", { level: 1, name: /^Bienvenue/ }).waitFor();
});

scenario("a link that says nothing known is met with a way back to the form", {}, async (page) => {
  await page.goto("/confirmer/#t=AAAAAAAAAAAAAAAAAAAAAA");
  const answer = page.waitForResponse("**/api/confirm");
  await page.getByRole("button", { name: "Confirmer mon adhésion" }).click();
  assert.equal((await answer).status(), 410);
  await page.getByRole("heading", { level: 1, name: "Ce lien n’est plus valable" }).waitFor();
  await page.getByRole("link", { name: "Revenir au formulaire d’adhésion" }).click();
  await page.getByRole("heading", { level: 1, name: "Nous rejoindre" }).waitFor();
});

scenario("the page stays alive while the proof is worked out, and says what it waits for", {}, async (page) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/api/challenge", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/adhesion/");
  await fill(page, { ...lea, email: "attente@exemple.example" });
  await accept(page);
  await send(page).click();
  await page.getByRole("status").filter({ hasText: "Vérification…" }).waitFor();
  await send(page).click({ force: true }); // again, by an impatient hand
  release();
  await page.getByRole("heading", { level: 1, name: "Encore un clic" }).waitFor(); // sent within three seconds
  await product.advance("4s");
  await page.getByRole("button", { name: "Envoyer mes réponses" }).click();
  await page.waitForURL("**/adhesion/merci/");
  await product.mail("attente@exemple.example");
});

scenario("without a challenge the form leaves all the same", {}, async (page) => {
  await page.route("**/api/challenge", (route) => route.fulfill({ status: 503, body: "" }));
  await page.goto("/adhesion/");
  await fill(page, { ...lea, email: "sans-preuve@exemple.example" });
  await accept(page);
  await send(page).click();
  await page.getByRole("heading", { level: 1, name: "Encore un clic" }).waitFor();
  page.faults = page.faults.filter((fault) => !fault.includes("503")); // planted above
});

scenario("in English", { language: "en-GB" }, async (page) => {
  await page.goto("/en/join/");
  const challenge = page.waitForResponse("**/api/challenge");
  for (const [label, value] of [["First name", "Ana"], ["Last name", "Silva"], ["E-mail address", "ana@exemple.example"], ["Postcode", "29200"]]) {
    await page.getByRole("textbox", { name: label }).fill(value);
  }
  await page.locator("#join-age-15").check();
  await page.locator("#join-terms").check();
  await challenge;
  await product.advance("4s");
  await page.getByRole("button", { name: "Send my request" }).click();
  await page.waitForURL("**/en/join/thanks/");
  const mail = await product.mail("ana@exemple.example");
  assert.match(mail.subject, /^Confirm your membership/);
  await page.goto(mail.link);
  await page.getByRole("button", { name: "Confirm my membership" }).click();
  await page.getByRole("heading", { level: 1, name: /^Welcome/ }).waitFor();
});
