// The built sites as browsers would find them: every file by its address, and the
// pages taken apart.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "htmlparser2";

/** Reads dist/public and dist/members of a build made for an origin. */
export async function open(dist, base) {
  const { protocol, host } = new URL(base);
  const sites = new Map(); // folder of public by origin
  for (const name of await readdir(join(dist, "public"))) sites.set(`${protocol}//${name === "main" ? host : name}`, name);
  const site = { base, origins: [...sites.keys()], files: new Map(), pages: new Map(), members: new Map() };
  for (const [origin, name] of sites) {
    await gather(join(dist, "public", name), origin, site.files, site.pages);
    await gather(join(dist, "members", name), origin, new Map(), site.members);
  }
  return site;
}

async function gather(folder, origin, files, pages) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const address = `${origin}/${path.slice(folder.length + 1)}`.replace(/\/index\.html$/, "/");
    const bytes = await readFile(path);
    files.set(address, bytes);
    if (path.endsWith(".html")) pages.set(address, pageOf(address, bytes.toString()));
  }
}

/** A page taken apart: elements in their order, and what most checks ask. */
export function pageOf(address, markup) {
  const elements = elementsOf(parseDocument(markup));
  const named = (name) => elements.filter((element) => element.name === name);
  const links = named("link");
  const meta = (name) => named("meta").find(({ attribs }) => attribs.name === name)?.attribs.content;
  return {
    address,
    markup,
    elements,
    named,
    ids: new Set(elements.map(({ attribs }) => attribs.id).filter((id) => id !== undefined)),
    canonical: links.find(({ attribs }) => attribs.rel === "canonical")?.attribs.href,
    noindex: /noindex/.test(meta("robots") ?? ""),
    moved: named("meta").some(({ attribs }) => attribs["http-equiv"] === "refresh"),
  };
}

/** The elements below a node, those in templates too. */
export function elementsOf(node) {
  return (node.children ?? []).flatMap((child) => (child.attribs ? [child, ...elementsOf(child)] : []));
}

export const textOf = (node) => (node.type === "text" ? node.data : (node.children ?? []).map(textOf).join(""));

/** Where an address leads on the sites: what is wrong with it, or nothing. */
export function wrongWith(site, address, from) {
  const url = new URL(address, from);
  if (!site.origins.includes(url.origin)) return "";
  if (/^\/(api|admin)\//.test(url.pathname)) return "";
  const target = url.origin + decodeURI(url.pathname);
  const page = site.pages.get(target) ?? (site.members.has(from) ? site.members.get(target) : undefined);
  if (!page && !site.files.has(target)) return "nothing is there";
  if (page?.moved) return "an old address";
  const id = decodeURIComponent(url.hash.slice(1));
  return !id || !page || page.ids.has(id) ? "" : "no such anchor";
}
