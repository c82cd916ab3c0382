// Every page there is, built by the generator or answered by the functions, is
// valid HTML by the recommended rules of html-validate.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { start } from "./harness/product.mjs";

const product = await start();
after(() => product.stop());
const rules = JSON.parse(await readFile(new URL("htmlvalidate.json", import.meta.url), "utf8"));
// Go writes a form that it has filled in its own way: <input required=""/>.
const byGo = { "void-style": "off", "attribute-boolean-style": "off", "attribute-empty-style": "off" };

for (const folder of ["public", "admin"]) {
  test(`every page of dist/${folder} is valid`, async () => {
    const root = join(product.data, "dist", folder);
    const pages = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".html"));
    assert.ok(pages.length > 0, "there are no pages");
    const validator = validatorOf(rules);
    const faults = [];
    for (const page of pages) faults.push(...faultsOf(validator, await readFile(join(root, page), "utf8"), page));
    assert.ok(faults.length === 0, faults.join("\n"));
  });
}

const answers = {
  "the second page": [200, "POST", "/api/membership/join", joinForm({})],
  "the second page, pressed too soon": [200, "POST", "/api/membership/join", () => tooSoon()],
  "the form with errors": [422, "POST", "/api/membership/join", joinForm({ email: "non", last_name: '"><b>Roux' })],
  "the form with errors in English": [422, "POST", "/api/membership/join", joinForm({ lang: "en", source: "/en/join/", terms: "" })],
  "the confirm form with errors": [422, "POST", "/api/confirm", { email: "non", code: "1", lang: "fr" }],
  "an expired link": [410, "POST", "/api/confirm", { token: "A".repeat(22), lang: "fr" }],
  "no such address": [404, "GET", "/api/nothing"],
  "a body that cannot be read": [400, "POST", "/api/membership/join", { unknown: "1" }],
};

for (const [name, [status, method, path, fields]] of Object.entries(answers)) {
  test(`${name} is valid`, async () => {
    const body = typeof fields === "function" ? await fields() : fields;
    const response = await ask(method, path, body);
    assert.equal(response.status, status);
    assert.match(response.headers.get("content-type"), /^text\/html/);
    const validator = validatorOf({ ...rules, rules: { ...rules.rules, ...byGo } });
    const faults = faultsOf(validator, await response.text(), path);
    assert.ok(faults.length === 0, faults.join("\n"));
  });
}

function validatorOf(config) {
  return new HtmlValidate(new StaticConfigLoader(config));
}

function faultsOf(validator, markup, name) {
  const { results } = validator.validateStringSync(markup, name);
  return results.flatMap(({ messages }) => messages.map((m) => `${name}:${m.line}:${m.column}: ${m.message} (${m.ruleId})`));
}

function ask(method, path, fields) {
  const body = fields && new URLSearchParams(fields);
  return fetch(product.origin + path, { method, body, headers: { Accept: "text/html", "Sec-Fetch-Site": "same-origin" } });
}

function joinForm(changes) {
  const boxes = { age_15: "1", terms: "1", newsletter: "1" };
  const camille = { first_name: "Camille", last_name: "Lefèvre & fils", email: "camille@exemple.example", postal_code: "75011" };
  return { ...camille, ...boxes, source: "/ile-de-france/adhesion/", lang: "fr", ...changes };
}

// The fields of the second page, as its button sends them at once.
async function tooSoon() {
  const page = await (await ask("POST", "/api/membership/join", joinForm({ last_name: "Roux" }))).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  assert.ok(hidden.length > 0, "the second page holds no fields");
  return Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
}
