// Every kind of page and screen there is, with the way to reach it: what axe and
// look.mjs go through.
import { accept, fill, send } from "./join-form.mjs";

const camille = { first: "Camille", last: "Roux", email: "camille@exemple.example", postal: "75011", phone: "06 12 34 56 78" };

/** One page of every kind that generator/theme/view.go lists, and what else pages can show. */
export const kinds = {
  home: "/",
  post: "/actualites/l-europe-a-l-arret-de-bus/",
  page: "/guides/accueillir/",
  event: "/agenda/assemblee-d-orleans/",
  person: "/equipe/louise-michel/",
  topic: "/projet/europe/",
  proposal: "/projet/europe/des-trains-de-nuit/",
  document: "/documents/statuts/",
  form: "/formulaires/mes-trajets/",
  petition: "/petitions/le-dernier-car/",
  thanks: "/petitions/le-dernier-car/merci/",
  list: "/actualites/",
  agenda: "/agenda/",
  team: "/equipe/",
  manifesto: "/projet/",
  documents: "/documents/",
  term: "/themes/europe/",
  search: "/recherche/",
  find: "/trouver/",
  legal: "/mentions-legales/",
  privacy: "/confidentialite/",
  accessibility: "/accessibilite/",
  join: "/adhesion/",
  joined: "/adhesion/merci/",
  confirm: "/confirmer/",
  welcome: "/bienvenue/",
  missing: "/ile-de-france/rien-ici/",
};

/** More pages of the sites by name: a path, or how to get there. */
export const pages = {
  region: "/ile-de-france/",
  departement: "/ile-de-france/paris/",
  "post with image": "/ile-de-france/actualites/une-nuit-dans-les-bus/",
  "post with a video": "/actualites/les-trains-de-nuit-en-trois-minutes/",
  "post in parts": "/ile-de-france/actualites/l-hiver-au-chaud-deux/",
  interview: "/actualites/entretien-porte-parole/",
  section: "/guides/",
  "event with questions": "/agenda/tenir-une-reunion/",
  "postal codes": "/trouver/75/",
  "own domain": (page, product) => page.goto(product.on("reunion.demain-ensemble.example", "/")),
  "join with errors": (page) => sendPlainly(page, { ...camille, email: "camille@", postal: "" }),
  "second page": (page) => sendPlainly(page, camille, accept),
  "confirm from the link": "/confirmer/#t=AAAAAAAAAAAAAAAAAAAAAA",
  "expired link": async (page) => {
    await page.goto("/confirmer/#t=AAAAAAAAAAAAAAAAAAAAAA");
    await page.getByRole("button", { name: "Confirmer mon adhésion" }).click();
    await page.getByRole("heading", { level: 1, name: "Ce lien n’est plus valable" }).waitFor();
  },
  "home in English": "/en/",
  "post in English": "/en/news/europe-at-the-bus-stop/",
  "join in English": "/en/ile-de-france/join/",
  "missing in English": "/en/nothing-here/",
};

/** Screens of the administration before signing in. */
export const doors = {
  "sign-in": "/admin/",
  "sign-in with an error": async (page) => {
    await page.goto("/admin/");
    await page.getByRole("button", { name: "Recevoir un lien et un code" }).click();
    await page.getByRole("alert").waitFor();
  },
  "sign-in code": async (page) => {
    await page.goto("/admin/");
    await page.getByRole("textbox", { name: "Votre adresse e-mail" }).fill("personne@exemple.example");
    await page.getByRole("button", { name: "Recevoir un lien et un code" }).click();
    await page.getByRole("textbox", { name: "Code à 8 chiffres" }).waitFor();
  },
  "sign-in link": "/admin/#/sign-in/AAAAAAAAAAAAAAAAAAAAAA",
};

/** Screens of the administration for the organizer that populate makes. */
export const screens = {
  contacts: "/admin/#/",
  "contacts of a zone": "/admin/#/zone/fr/ile-de-france/paris",
  "no match": "/admin/#/?q=introuvable",
  empty: "/admin/#/zone/fr/ile-de-france/essonne",
  contact: async (page) => {
    await page.goto("/admin/#/?q=berenger");
    await page.getByRole("table").getByRole("link", { name: "Bérenger Éloïse" }).click();
    await page.getByRole("heading", { level: 1, name: "Éloïse Bérenger" }).waitFor();
  },
  "nothing there": "/admin/#/contact/c_unknown",
};

/** Makes some members and an organizer, and answers the cookie of their session. */
export async function populate(product) {
  const organizer = "responsable@demain-ensemble.example";
  await product.organizer(organizer, "fr/ile-de-france");
  await product.join([
    { first: "Éloïse", last: "Bérenger", email: "eloise@exemple.example", postal: "75011", phone: "06 12 34 56 78", newsletter: true },
    { first: "Abdoulaye", last: "Ndiaye", email: "abdoulaye.ndiaye@exemple.example", postal: "93200", newsletter: true, calls: true },
    { first: "Marie-Françoise", last: "de La Tour-Saint-Germain", email: "marie-francoise.de-la-tour-saint-germain@exemple.example", postal: "77000", calls: true },
    { first: "Yuna", last: "Le Goff", email: "yuna@exemple.example", postal: "92000" },
    { first: "Tom", last: "Tran", email: "tom@exemple.example", postal: "75020", phone: "+33 7 00 00 00 00" },
  ]);
  return product.signIn(organizer);
}

/** Opens a place of the tables above in a fresh document. */
export async function reach(page, place, product) {
  await page.goto("about:blank");
  if (typeof place === "string") await page.goto(place);
  else await place(page, product);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]") && document.fonts.status === "loaded");
}

// Fills in the join form and sends it as a browser without scripts does.
async function sendPlainly(page, person, tick) {
  await page.route("**/assets/form-*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto("/adhesion/");
  await page.locator("form[data-form=join]").evaluate((form) => (form.noValidate = true));
  await fill(page, person);
  await tick?.(page);
  const answer = page.waitForResponse("**/api/membership/join");
  await send(page).click();
  await answer;
  await page.unroute("**/assets/form-*.js");
}
