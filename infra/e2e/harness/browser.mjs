// A browser for tests. Every scenario gets a profile of its own and fails on what
// no visitor should ever cause: an error in the console, a breach of the content
// security policy, a file that is missing, a request that leaves this machine.
//
//   const { scenario } = await browse(product);
//   scenario("a visitor reads a post", { width: 390 }, async (page) => { … });
//
// A failed scenario leaves a screenshot in infra/e2e/out.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const out = fileURLToPath(new URL("../out", import.meta.url));

// Nothing but this machine can be reached, and nothing is asked for besides what pages ask for.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost",
];

/** Starts a browser for the tests of a file and ends it after them. */
export async function browse(product) {
  const browser = await launch();
  after(() => browser.close());

  /** One visit as a test. look: see open. */
  const scenario = (name, look, act) =>
    test(name, { timeout: 60_000 }, async (t) => {
      const page = await open(browser, look.product ?? product, look);
      try {
        await act(page, t);
        assert.ok(page.faults.length === 0, page.faults.join("\n"));
      } catch (error) {
        t.diagnostic(await scene(name, page, look.product ?? product));
        throw error;
      } finally {
        await page.context().close();
      }
    });
  return { scenario, open: (look) => open(browser, product, look) };
}

export function launch() {
  return chromium.launch({ executablePath: chromiumPath(), args: flags });
}

/**
 * Opens a page: width in CSS pixels, language, dark, scripts (false: JavaScript is
 * off), live (true: reloads at each build, as in development), cookie of a session,
 * product (another than the file's own), allowed (origins that may be asked, too).
 */
export async function open(browser, product, look = {}) {
  const { width = 1280, language = "fr-FR", dark = false, scripts = true, live = false, cookie, allowed = [] } = look;
  const context = await browser.newContext({
    baseURL: product.origin,
    viewport: { width, height: width < 600 ? 844 : 900 },
    hasTouch: width < 600,
    locale: language,
    timezoneId: "Europe/Paris",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    javaScriptEnabled: scripts,
  });
  if (cookie) await context.addCookies([cookie]);
  if (!live) await context.route("**/_dev/reload.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.faults = [];
  watch(page, product.origin, allowed);
  return page;
}

function watch(page, origin, allowed) {
  page.context().on("request", (request) => {
    const { protocol } = new URL(request.url());
    if (protocol !== "data:" && !ours(request.url(), origin) && !allowed.includes(new URL(request.url()).origin)) page.faults.push(`asked for ${request.url()}`);
  });
  page.context().on("response", (response) => {
    const file = !["document", "fetch"].includes(response.request().resourceType()); // those have their own tests
    if (file && response.status() >= 400) page.faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`exception: ${error.stack ?? error}`));
  page.on("console", (message) => {
    const answer = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !answer) {
      page.faults.push(`${message.type()} in the console: ${message.text()} (${message.location().url})`);
    }
  });
}

// A zone with its own domain has a host below the product's.
function ours(url, origin) {
  const [{ host }, own] = [new URL(url), new URL(origin)];
  return host === own.host || host.endsWith(`.${own.host}`);
}

// What a person would look at first after a failure.
async function scene(name, page, product) {
  await mkdir(out, { recursive: true });
  const picture = join(out, `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.png`);
  const shot = await page.screenshot({ path: picture, fullPage: true }).then(
    () => picture,
    (error) => `none, ${error.message}`,
  );
  const faults = page.faults.map((fault) => `\n  fault: ${fault}`).join("");
  return `at ${page.url()}\n  screenshot: ${shot}${faults}\n  server: ${product.said.slice(-600)}`;
}

function chromiumPath() {
  const wanted = process.env.CHROMIUM || "chromium";
  if (wanted.includes("/")) return wanted;
  const folders = process.env.PATH.split(delimiter);
  return folders.map((folder) => join(folder, wanted)).find((path) => existsSync(path)) ?? `/usr/bin/${wanted}`;
}
