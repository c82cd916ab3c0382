// A strict reader of XML: what is not well-formed throws.
import { SaxesParser } from "saxes";

/** Parses a document into {name, uri, attributes, children, text}. */
export function parse(text) {
  const parser = new SaxesParser({ xmlns: true });
  const top = { children: [] };
  const open = [top];
  parser.on("error", (error) => { throw error; });
  parser.on("opentag", ({ local, uri, attributes }) => {
    const values = Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value]));
    const element = { name: local, uri, attributes: values, children: [], text: "" };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on("text", (words) => { if (open.length > 1) open.at(-1).text += words; });
  parser.on("closetag", () => open.pop());
  parser.write(text).close();
  return top.children[0];
}

/** The children of a name. */
export const all = (element, name) => element.children.filter((child) => child.name === name);

/** The text of the first child of a name, or nothing. */
export const text = (element, name) => all(element, name)[0]?.text.trim() ?? "";
