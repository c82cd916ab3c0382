// Feeds as their readers need them: RFC 4287 and JSON Feed 1.1.
import { parseDocument } from "htmlparser2";
import { elementsOf, wrongWith } from "./dist.mjs";
import { repeated } from "./pages.mjs";
import { all, parse, text } from "./xml.mjs";

const atom = "http://www.w3.org/2005/Atom";
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/; // RFC 3339

/** What is wrong with the feeds of the sites, and how many there are. */
export function feedFaults(site) {
  const [faults, count] = [[], { atom: 0, json: 0 }];
  for (const [address, bytes] of site.files) {
    const kind = address.endsWith("/feed.xml") ? "atom" : address.endsWith("/feed.json") ? "json" : "";
    if (!kind) continue;
    count[kind]++;
    try {
      const found = kind === "atom" ? atomFaults(site, address, parse(bytes.toString())) : jsonFaults(site, address, JSON.parse(bytes));
      faults.push(...found.map((fault) => `${address}: ${fault}`));
    } catch (error) {
      faults.push(`${address}: ${error.message}`);
    }
  }
  return { faults, count };
}

function atomFaults(site, address, feed) {
  const faults = [];
  const require = (right, words) => right || faults.push(words);
  const link = (element, rel) => all(element, "link").find(({ attributes }) => (attributes.rel ?? "alternate") === rel)?.attributes.href;
  require(feed.uri === atom && feed.name === "feed", "no Atom feed");
  for (const name of ["title", "id", "updated"]) require(all(feed, name).length === 1 && text(feed, name), `one ${name} wanted`);
  require(moment.test(text(feed, "updated")), `updated: ${text(feed, "updated")}`);
  require(link(feed, "self") === address, `self: ${link(feed, "self")}`);
  faults.push(...addressFaults(site, [link(feed, "alternate")]));
  const entries = all(feed, "entry");
  for (const id of repeated(entries.map((entry) => text(entry, "id")))) faults.push(`id ${id} twice`);
  for (const entry of entries) {
    const id = text(entry, "id");
    for (const name of ["title", "id", "updated"]) require(all(entry, name).length === 1 && text(entry, name), `${id}: one ${name} wanted`);
    for (const name of ["updated", "published"]) require(moment.test(text(entry, name)), `${id}: ${name}: ${text(entry, name)}`);
    require(all(entry, "author").length + all(feed, "author").length > 0, `${id}: no author`);
    const [content] = all(entry, "content");
    require(content ? content.attributes.type === "html" : text(entry, "summary"), `${id}: neither content nor summary`);
    faults.push(...addressFaults(site, [id, link(entry, "alternate"), ...addressesIn(content?.text ?? "")]));
  }
  return faults;
}

function jsonFaults(site, address, feed) {
  const faults = [];
  const require = (right, words) => right || faults.push(words);
  require(feed.version === "https://jsonfeed.org/version/1.1", `version ${feed.version}`);
  require(typeof feed.title === "string" && feed.title, "no title");
  require(feed.feed_url === address, `feed_url: ${feed.feed_url}`);
  require(Array.isArray(feed.items), "no items");
  faults.push(...addressFaults(site, [feed.home_page_url]));
  for (const id of repeated(feed.items.map(({ id }) => id))) faults.push(`id ${id} twice`);
  for (const { id, url, title, content_html: html, content_text: plain, image, date_published, date_modified, tags, authors } of feed.items) {
    require(typeof id === "string" && id, "an item without id");
    require(title, `${id}: no title`);
    require(typeof html === "string" || typeof plain === "string", `${id}: neither content_html nor content_text`);
    for (const date of [date_published, date_modified]) require(date === undefined || moment.test(date), `${id}: ${date}`);
    require(tags === undefined || tags.every((tag) => typeof tag === "string"), `${id}: tags`);
    require(authors === undefined || authors.every(({ name }) => name), `${id}: authors`);
    faults.push(...addressFaults(site, [url, ...(image ? [image] : []), ...addressesIn(html ?? "")]));
  }
  return faults;
}

// A reader of feeds knows nothing of the page's own address.
function addressFaults(site, addresses) {
  return addresses.flatMap((address) => {
    if (!/^[a-z]+:/.test(address ?? "")) return [`not absolute: ${address}`];
    const wrong = /^https?:/.test(address) && wrongWith(site, address);
    return wrong ? [`${address}: ${wrong}`] : [];
  });
}

function addressesIn(html) {
  return elementsOf(parseDocument(html)).flatMap(({ attribs }) => [attribs.href, attribs.src].filter((address) => address !== undefined));
}
