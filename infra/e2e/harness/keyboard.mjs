// Going through a page by keyboard, as somebody without a mouse does: every stop
// must be in order, in sight and marked.
import assert from "node:assert/strict";

/** Presses Tab once and answers the stop: {name, tag, main}, or null past the end. */
export async function tab(page) {
  await page.keyboard.press("Tab");
  const stop = await page.evaluate(describeStop);
  const where = stop && `Tab stop "${stop.name}" (${stop.tag}) on ${page.url()}`;
  assert.ok(!stop || stop.faults.length === 0, `${where}: ${stop?.faults.join(", ")}`);
  return stop;
}

/** Presses Tab until the stop of a name; the names passed are in the error when there is none. */
export async function tabTo(page, name) {
  const passed = [];
  for (let i = 0; i < 120; i++) {
    const stop = await tab(page);
    if (!stop) break;
    if (stop.name === name) return stop;
    passed.push(stop.name);
  }
  assert.fail(`no Tab stop "${name}" on ${page.url()}, only: ${passed.join(" | ")}`);
}

/** Goes through the whole page once and answers the names of its stops. */
export async function tabThrough(page) {
  const names = [];
  await page.evaluate(() => delete globalThis.lastStop);
  for (let stop = await tab(page); stop; stop = await tab(page)) {
    names.push(stop.name);
    assert.ok(names.length < 200, `Tab does not leave ${page.url()}`);
  }
  return names;
}

// Runs in the page.
function describeStop() {
  const stop = document.activeElement;
  if (!stop || stop === document.body || stop === document.documentElement) return null;
  const faults = [];
  const fault = (wrong, text) => wrong && faults.push(text);
  const box = stop.getBoundingClientRect();
  const style = getComputedStyle(stop);
  const drawn = stop instanceof SVGElement; // a place of a map: its outline is the ring, and another's may lie over its middle
  const stroke = drawn && getComputedStyle(stop.querySelector("path"));
  const ringed = drawn ? stroke.stroke !== "none" && parseFloat(stroke.strokeWidth) >= 2 : (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  fault(!ringed, "no visible focus");
  fault(box.width < 1 || box.height < 1, "no size");
  fault(box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth, "out of sight");
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const lines = [...stop.getClientRects()];
  const hit = [[x, y], ...lines.map((line) => [line.left + line.width / 2, line.top + line.height / 2])]
    .map(([left, top]) => document.elementFromPoint(left, top))
    .some((seen) => seen && (stop.contains(seen) || seen.contains(stop) || stop.labels?.[0]?.contains(seen)));
  fault(!hit && !drawn, "covered by something else");
  const previous = globalThis.lastStop;
  const before = previous?.isConnected && stop.compareDocumentPosition(previous) & Node.DOCUMENT_POSITION_FOLLOWING;
  fault(before, "comes before the stop it follows");
  globalThis.lastStop = stop;
  const name = (stop.getAttribute("aria-label") ?? stop.labels?.[0]?.textContent ?? stop.textContent).trim();
  return { name: name.replace(/\s+/g, " "), tag: stop.localName, main: Boolean(stop.closest("main")), faults };
}
