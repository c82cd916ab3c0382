// The join form as a person fills it in.
const labels = {
  first: "Prénom",
  last: "Nom",
  email: "Adresse e-mail",
  postal: "Code postal",
  phone: /^Téléphone/,
};

/** Fills in what a person gives, {first, last, email, postal, phone}, and nothing else. */
export async function fill(page, person) {
  for (const [name, label] of Object.entries(labels)) {
    if (name in person) await page.getByRole("textbox", { name: label, exact: true }).fill(person[name]);
  }
}

/** Ticks what membership asks for, and the wishes that are named. */
export async function accept(page, ...wishes) {
  await page.getByLabel("J’ai 15 ans ou plus.").check();
  await page.getByLabel(/^Je demande à devenir membre/).check();
  for (const wish of wishes) await page.getByLabel(wish).check();
}

export const newsletter = /^Je veux recevoir par e-mail/;
export const calls = /^J’accepte d’être appelé/;
export const send = (page) => page.getByRole("button", { name: "Envoyer ma demande" });

/** The text of what describes a control, such as its error. */
export function description(control) {
  return control.evaluate((element) => {
    const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    return ids.map((id) => document.getElementById(id)?.textContent.trim()).join(" ");
  });
}
