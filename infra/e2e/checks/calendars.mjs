// Calendars, read by a parser that is not ours.
import ICAL from "ical.js";
import { wrongWith } from "./dist.mjs";
import { repeated } from "./pages.mjs";

/** What is wrong with the calendars of the sites, and how many there are. */
export function calendarFaults(site) {
  const [faults, count, known] = [[], { zones: 0, events: 0 }, new Map()];
  for (const [address, bytes] of site.files) {
    if (!address.endsWith(".ics")) continue;
    const single = address.endsWith("/event.ics");
    count[single ? "events" : "zones"]++;
    try {
      const found = faultsOf(site, bytes.toString(), single, known);
      faults.push(...found.map((fault) => `${address}: ${fault}`));
    } catch (error) {
      faults.push(`${address}: ${error.message}`);
    }
  }
  return { faults, count };
}

function faultsOf(site, text, single, known) {
  const faults = lineFaults(text);
  const require = (right, words) => right || faults.push(words);
  const calendar = new ICAL.Component(ICAL.parse(text));
  require(calendar.name === "vcalendar", `it is a ${calendar.name}`);
  require(calendar.getFirstPropertyValue("version") === "2.0", "no version");
  require(calendar.getFirstPropertyValue("prodid"), "no prodid");
  const events = calendar.getAllSubcomponents("vevent");
  require(!single || events.length === 1, `${events.length} events`);
  const value = (event, name) => event.getFirstPropertyValue(name);
  for (const uid of repeated(events.map((event) => value(event, "uid")))) faults.push(`uid ${uid} twice`);
  for (const event of events) {
    const uid = value(event, "uid");
    const { startDate: start, endDate: end } = new ICAL.Event(event);
    for (const name of ["uid", "dtstamp", "dtstart", "summary"]) require(value(event, name), `${uid}: no ${name}`);
    require(end.compare(start) > 0, `${uid}: ends before it starts`);
    const [url, told] = [value(event, "url"), event.toString()];
    const wrong = url ? wrongWith(site, url) : "no url";
    require(!wrong, `${uid}: ${url}: ${wrong}`);
    require((known.get(uid) ?? told) === told, `${uid}: told otherwise in another file`);
    known.set(uid, told);
  }
  return faults;
}

// Lines end in CRLF and hold 75 octets at most.
function lineFaults(text) {
  const lines = text.split("\r\n");
  const faults = lines.filter((line) => Buffer.byteLength(line) > 75).map((line) => `a line of ${Buffer.byteLength(line)} octets: ${line}`);
  return lines.at(-1) === "" && !lines.some((line) => line.includes("\n")) ? faults : [...faults, "lines do not end in CRLF"];
}
