// Everything that can be said of the built sites without a browser, in every theme:
// links, markup, feeds, calendars, sitemaps, and that members' pages stay theirs.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { calendarFaults } from "./checks/calendars.mjs";
import { open } from "./checks/dist.mjs";
import { feedFaults } from "./checks/feeds.mjs";
import { linkFaults } from "./checks/links.mjs";
import { leaks, redirectFaults, searchFaults, sitemapFaults } from "./checks/maps.mjs";
import { hasJava, nuFaults } from "./checks/nu.mjs";
import { pageFaults } from "./checks/pages.mjs";
import { build } from "./harness/build.mjs";

const base = "https://demain-ensemble.example";
const themes = ["default", "campaign"];
const folders = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
for (const theme of themes) folders.push(await build(theme, base));

const sites = await Promise.all(folders.map((folder) => open(folder, base)));

const required = process.env.CI === "true";
const java = required || hasJava();
// One Java for all, beside the other checks.
const checked = java ? nuFaults(folders.flatMap((folder) => ["public", "members", "admin"].map((part) => join(folder, part)))) : null;
checked?.catch(() => {}); // its test tells

for (const [i, theme] of themes.entries()) {
  const site = sites[i];
  describe(`the theme ${theme}`, () => {
    test("every link leads somewhere and everything loaded is ours", () => none(linkFaults(site)));
    test("every page has what a page must have", () => none(pageFaults(site)));
    test("feeds are as RFC 4287 and JSON Feed 1.1 want them", () => {
      const { faults, count } = feedFaults(site);
      assert.ok(count.atom > 50 && count.json === count.atom, JSON.stringify(count));
      none(faults);
    });
    test("calendars are read by another parser", () => {
      const { faults, count } = calendarFaults(site);
      assert.ok(count.zones >= 16 && count.events >= 20, JSON.stringify(count));
      none(faults);
    });
    test("sitemaps list every page that exists", () => none(sitemapFaults(site)));
    test("search leads to pages that exist", () => {
      const { faults, count } = searchFaults(site);
      assert.ok(count > 150, `${count} addresses`);
      none(faults);
    });
    test("redirections lead to pages that exist", async () => {
      none(redirectFaults(site, JSON.parse(await readFile(join(folders[i], "data/redirects.json"), "utf8"))));
    });
    test("pages for members are nowhere in public", () => {
      const { faults, count } = leaks(site);
      assert.ok(count >= 3, "there is a page for members to look for");
      none(faults);
    });
  });
}

test("every page is valid by the Nu HTML checker", { skip: !java && "java is missing" }, async () => {
  const { faults, count } = await checked;
  assert.ok(count > 1200, `${count} pages`);
  none(faults);
});

// At most thirty, for people to read.
function none(faults) {
  assert.ok(faults.length === 0, `${faults.length}:\n${faults.slice(0, 30).join("\n")}`);
}
