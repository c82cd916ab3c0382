// What machines are told of the pages: sitemaps, search and redirections list what
// exists, all of it, and nothing that is for members.
import { elementsOf, textOf, wrongWith } from "./dist.mjs";
import { all, parse, text } from "./xml.mjs";

/** Sitemaps list every page that may be found, once, and no other. */
export function sitemapFaults(site) {
  const [faults, listed] = [[], new Map()];
  for (const origin of site.origins) {
    const index = `${origin}/sitemap.xml`;
    const robots = site.files.get(`${origin}/robots.txt`)?.toString() ?? "";
    if (!robots.includes(`Sitemap: ${index}`)) faults.push(`${origin}/robots.txt does not name the sitemap`);
    for (const { name, children } of [parse(site.files.get(index).toString())]) {
      if (name !== "sitemapindex") faults.push(`${index} is a ${name}`);
      for (const entry of children) collect(site, text(entry, "loc"), origin, faults, listed);
    }
  }
  const wanted = [...site.pages.values()].filter((page) => !page.noindex).map((page) => page.address);
  for (const address of wanted) if (!listed.has(address)) faults.push(`${address}: in no sitemap`);
  for (const address of listed.keys()) if (site.pages.get(address)?.noindex) faults.push(`${address}: noindex, but in a sitemap`);
  return faults;
}

function collect(site, map, origin, faults, listed) {
  const bytes = site.files.get(map);
  if (!bytes) return faults.push(`${map} does not exist`);
  const urls = all(parse(bytes.toString()), "url");
  if (urls.length === 0 || urls.length > 50_000) faults.push(`${map}: ${urls.length} addresses`);
  for (const url of urls) {
    const address = text(url, "loc");
    const wrong = address.startsWith(`${origin}/`) ? wrongWith(site, address) : "on another host";
    if (wrong) faults.push(`${map}: ${address}: ${wrong}`);
    if (listed.has(address)) faults.push(`${map}: ${address}: also in ${listed.get(address)}`);
    listed.set(address, map);
  }
}

/** Search leads to pages that exist. */
export function searchFaults(site) {
  const faults = [];
  let count = 0;
  for (const [address, bytes] of site.files) {
    if (!/\/(recherche|search)\/[^/]+\.json$/.test(address)) continue;
    const { zones = [], pages = [] } = JSON.parse(bytes);
    const shards = zones.flatMap(([, folder, names]) => names.map((name) => new URL(folder, address).href + name));
    for (const to of [...shards, ...pages.map(([url]) => url)]) {
      count++;
      const wrong = wrongWith(site, to, address);
      if (wrong) faults.push(`${address}: ${to}: ${wrong}`);
    }
  }
  return { faults, count };
}

/** Redirections lead to pages that exist. */
export function redirectFaults(site, { redirects }) {
  return redirects.flatMap(({ from, to, host }) => {
    const wrong = to.includes(":splat") ? "" : wrongWith(site, to, host ? `https://${host}/` : site.base);
    return wrong ? [`${from} leads to ${to}: ${wrong}`] : [];
  });
}

/** Nothing of a page for members stands in any public file. */
export function leaks(site) {
  const secrets = [...site.members.values()].flatMap((page) => {
    const slug = new URL(page.address).pathname.split("/").filter(Boolean).at(-1);
    const paragraphs = page.named("main").flatMap(elementsOf).filter(({ name }) => name === "p" || name === "h1");
    const told = paragraphs.map((element) => textOf(element).trim()).filter((words) => words.length > 40);
    return [slug, ...told];
  });
  const faults = [];
  for (const [address, bytes] of site.files) {
    if (!/(\/|\.(html|xml|json|ics|txt))$/.test(address)) continue;
    const words = bytes.toString();
    for (const secret of secrets) if (words.includes(secret)) faults.push(`${address}: ${secret}`);
  }
  return { faults, count: secrets.length };
}
