// What every page must have, whatever it shows.
import { textOf, wrongWith } from "./dist.mjs";

/** What pages lack. */
export function pageFaults(site) {
  const faults = [];
  for (const page of [...site.pages.values(), ...site.members.values()]) {
    for (const fault of faultsOf(site, page)) faults.push(`${page.address}: ${fault}`);
  }
  return faults;
}

function faultsOf(site, page) {
  const { named, elements, canonical, noindex } = page;
  const faults = [];
  const require = (right, text) => right || faults.push(text);
  require(textOf(named("title")[0] ?? {}).trim(), "no title");
  require(named("h1").length === 1, `${named("h1").length} h1`);
  require(["fr", "en"].includes(named("html")[0]?.attribs.lang), "no lang");
  require(canonical || noindex, "neither canonical nor noindex");
  require(!canonical || /^https:/.test(canonical), `canonical is not absolute: ${canonical}`);
  require(noindex || canonical === page.address, `canonical is another page: ${canonical}`);
  for (const id of repeated(elements.map(({ attribs }) => attribs.id).filter(Boolean))) faults.push(`id ${id} twice`);
  for (const { attribs } of named("img")) {
    require(attribs.alt !== undefined, `no alt: ${attribs.src}`);
    require(attribs.width > 0 && attribs.height > 0, `no size: ${attribs.src}`);
  }
  for (const { attribs } of named("script")) require(attribs.src || attribs.type === "application/ld+json", "a script inside the page");
  for (const { attribs } of elements) {
    require(!attribs.style, `a style attribute: ${attribs.style}`);
    require(!Object.keys(attribs).some((key) => /^on/.test(key)), "a handler inside the page");
  }
  return [...faults, ...dataFaults(page), ...translationFaults(site, page)];
}

export const repeated = (list) => [...new Set(list.filter((entry, i) => list.indexOf(entry) !== i))];

// Data for search engines can be read.
function dataFaults({ named }) {
  return named("script").filter(({ attribs }) => attribs.type === "application/ld+json").flatMap((script) => {
    try {
      return JSON.parse(textOf(script))["@context"] === "https://schema.org" ? [] : ["JSON-LD without context"];
    } catch (error) {
      return [`JSON-LD: ${error.message}`];
    }
  });
}

// Whoever is named as a translation names this page too.
function translationFaults(site, page) {
  const others = alternatesOf(page);
  if (page.noindex || others.length === 0) return [];
  const faults = others.includes(page.address) ? [] : ["hreflang without the page itself"];
  for (const address of others) {
    if (wrongWith(site, address, page.address)) continue; // told as a link
    const other = site.pages.get(address);
    if (other && !alternatesOf(other).includes(page.address)) faults.push(`hreflang ${address} does not lead back`);
  }
  return faults;
}

function alternatesOf({ named }) {
  return named("link").filter(({ attribs }) => attribs.rel === "alternate" && attribs.hreflang).map(({ attribs }) => attribs.href);
}
