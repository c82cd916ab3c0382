// Every address in the pages and stylesheets leads somewhere, and what a page
// loads comes from its own host.
import { wrongWith } from "./dist.mjs";

const loading = new Set(["stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest"]);

/** What is wrong with the addresses of all pages and stylesheets. */
export function linkFaults(site) {
  const faults = [];
  for (const page of [...site.pages.values(), ...site.members.values()]) {
    const fault = (address, text) => faults.push(`${page.address}: ${address}: ${text}`);
    for (const [address, loaded] of addressesOf(page)) {
      if (/^(data|mailto|tel|sms|geo):/.test(address)) continue;
      if (loaded && new URL(address, page.address).origin !== new URL(page.address).origin) fault(address, "loaded from another host");
      const wrong = page.moved ? "" : wrongWith(site, address, page.address);
      if (wrong) fault(address, wrong);
    }
  }
  for (const [address, bytes] of site.files) {
    if (address.endsWith(".css")) faults.push(...styleFaults(site, address, bytes.toString()));
  }
  return faults;
}

// [address, whether the page loads it], of everything in a page that has one.
function addressesOf(page) {
  return page.elements.flatMap(({ name, attribs }) => {
    const { href, src, srcset, poster, property, content, rel } = attribs;
    const found = [];
    if (href !== undefined) found.push([href, name === "use" || (name === "link" && loading.has(rel))]);
    for (const address of [src, poster]) if (address !== undefined) found.push([address, true]);
    if (srcset !== undefined) found.push(...srcset.split(",").map((part) => [part.trim().split(/\s+/)[0], true]));
    if (/^og:(url|image|video|audio)$/.test(property)) found.push([content, false]);
    for (const key of ["data-search", "data-find", "data-solver"]) if (key in attribs) found.push([attribs[key], true]);
    if (name === "form" && attribs.method !== "post" && attribs.action) found.push([attribs.action, false]);
    return found;
  });
}

function styleFaults(site, address, style) {
  const inside = [...style.matchAll(/url\(\s*["']?(.*?)["']?\s*\)/g)].map(([, to]) => to).filter((to) => !/^(data:|%23|#)/.test(to));
  const elsewhere = inside.filter((to) => new URL(to, address).origin !== new URL(address).origin);
  const missing = inside.filter((to) => wrongWith(site, to, address));
  return [...elsewhere.map((to) => `${address}: ${to}: loaded from another host`), ...missing.map((to) => `${address}: ${to}: nothing is there`)];
}
