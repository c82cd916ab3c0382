// Somebody becomes a member without JavaScript: the server's second page stands in
// for the proof of work, and the code of the mail for the link.
import assert from "node:assert/strict";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { browse } from "./harness/browser.mjs";
import { accept, calls, description, fill, send } from "./harness/join-form.mjs";
import { misread, start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const { scenario } = await browse(product);

const plain = { scripts: false };
const path = (page) => new URL(page.url()).pathname;
const noa = { first: "Noa", last: "Lefèvre & fils", email: "noa@exemple.example", postal: "29200", phone: "0612345678" };
const secondPage = (page) => page.getByRole("heading", { level: 1, name: "Encore un clic" });
const secondButton = (page) => page.getByRole("button", { name: "Envoyer mes réponses" });

scenario("from the form over the second page and the code to the welcome page", plain, async (page) => {
  await page.goto("/bretagne/finistere/adhesion/");
  await fill(page, noa);
  await accept(page, calls);
  await send(page).click();
  await secondPage(page).waitFor();
  await pause(3100); // the rule is about time: nobody reads a page in less than three seconds
  await secondButton(page).click();
  assert.equal(path(page), "/bretagne/finistere/adhesion/merci/");

  const { code } = await product.mail(noa.email);
  await page.getByRole("link", { name: "J’ai un code à 8 chiffres" }).click();
  const [email, digits] = [page.getByRole("textbox", { name: "Adresse e-mail" }), page.getByRole("textbox", { name: "Code" })];
  await email.fill(noa.email);
  await digits.fill(misread(code));
  await page.getByRole("button", { name: "Confirmer mon adhésion" }).click();
  assert.match(await description(digits), /ne correspond pas/);
  assert.equal(await email.inputValue(), noa.email);
  await digits.fill(code);
  await page.getByRole("button", { name: "Confirmer mon adhésion" }).click();
  await page.getByRole("heading", { level: 1, name: /^Bienvenue/ }).waitFor();
});

scenario("errors come back beside their fields with everything that was typed", plain, async (page) => {
  await page.goto("/adhesion/");
  await page.locator("form[data-form=join]").evaluate((form) => (form.noValidate = true)); // a browser that checks nothing
  await fill(page, { ...noa, email: "noa@", postal: "" });
  await page.getByLabel("J’ai 15 ans ou plus.").check();
  const answer = page.waitForResponse("**/api/membership/join");
  await send(page).click();
  assert.equal((await answer).status(), 422);

  const email = page.getByRole("textbox", { name: "Adresse e-mail" });
  assert.match(await description(email), /semble incomplète/);
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  assert.match(await description(page.getByRole("textbox", { name: "Code postal" })), /Indiquez votre code postal/);
  assert.match(await description(page.getByLabel(/^Je demande à devenir membre/)), /cochant la case/);
  assert.equal(await email.inputValue(), "noa@");
  assert.equal(await page.getByRole("textbox", { name: "Nom", exact: true }).inputValue(), noa.last);
  assert.equal(await page.getByLabel("J’ai 15 ans ou plus.").isChecked(), true);
  assert.equal(await page.getByLabel(calls).isChecked(), false);

  const links = page.getByRole("alert").getByRole("link");
  assert.equal(await links.count(), 3);
  await links.filter({ hasText: "adresse" }).click();
  assert.equal(await email.evaluate((element) => element.matches(":target")), true);

  await fill(page, { email: "noa.deux@exemple.example", postal: "35000" });
  await page.getByLabel(/^Je demande à devenir membre/).check();
  await send(page).click();
  await secondPage(page).waitFor();
});

scenario("the button of the second page pressed too soon asks for patience", plain, async (page) => {
  await page.goto("/adhesion/");
  await fill(page, { ...noa, email: "presse@exemple.example" });
  await accept(page);
  await send(page).click();
  await secondPage(page).waitFor();
  await secondButton(page).click();
  await page.getByText("C’est un peu rapide").waitFor();
  await product.advance("4s");
  await secondButton(page).click();
  assert.equal(path(page), "/adhesion/merci/");
  await product.mail("presse@exemple.example");
});

scenario("a known address is answered as an unknown one", plain, async (page) => {
  await page.goto("/adhesion/");
  await fill(page, noa); // a member since the first scenario
  await accept(page);
  await send(page).click();
  await secondPage(page).waitFor();
  await product.advance("4s");
  await secondButton(page).click();
  assert.equal(path(page), "/adhesion/merci/");
  await page.getByRole("heading", { level: 1, name: "Regardez votre boîte de réception" }).waitFor();
});
