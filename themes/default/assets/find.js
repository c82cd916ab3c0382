// "Find my committee", where scripts run: the zone of a postal code shows as soon
// as its first digits leave no doubt. Without this file, or before the codes are
// there, the form goes to its page.
//
//   <form data-find="/trouver/codes.json" action="/trouver/" method="get">
//     <input name="code" inputmode="numeric" autocomplete="postal-code" pattern="[0-9]{2,5}" maxlength="5">
//     <div role="status" data-find-status></div>
//     <template data-find-result><a data-of="name"></a> <span data-of="tagline"></span></template>
//   </form>
//
// Load with type="module". codes.json names zones, the root first, each with its
// address and, perhaps, its tagline, and the beginnings of codes with the place
// of their zone in that list:
//
//   {"zones":[["France","/"],["Paris","/ile-de-france/paris/","Tous les jeudis"]],"codes":{"75":1}}
//
// The longest beginning wins, as in generator/zones; what none begins is the root's.

for (const form of document.querySelectorAll("form[data-find]")) enhance(form);

function enhance(form) {
  const input = form.elements.code;
  const status = form.querySelector("[data-find-status]");
  const template = form.querySelector("[data-find-result]");
  let table = null; // the file, once asked for
  let zone = null; // what is shown

  const read = () => {
    table ||= fetch(form.dataset.find).then((response) => response.json());
    table.catch(() => { table = null; }); // asked for again at the next key
    return table;
  };

  const look = async () => {
    const found = certain(await read(), digits(input.value));
    if (found === zone) return;
    zone = found;
    status.replaceChildren(...(zone ? [result(template, zone)] : []));
  };

  const quietly = () => look().catch(() => {});
  input.addEventListener("focus", () => read().catch(() => {}), { once: true });
  input.addEventListener("input", quietly);
  form.addEventListener("submit", (event) => {
    if (!zone) return;
    event.preventDefault();
    location.assign(zone[1]);
  });
  // A page that comes back may come with a code.
  addEventListener("pageshow", () => { if (input.value) quietly(); });
}

const digits = (text) => text.replace(/\s/g, "");

// certain is the zone that all codes with such a beginning share, or null.
function certain({ zones, codes }, code) {
  if (!/^\d{2,5}$/.test(code)) return null;
  let end = code.length;
  while (end > 0 && !(code.slice(0, end) in codes)) end--;
  const zone = codes[code.slice(0, end)] || 0;
  const others = Object.keys(codes).some((longer) => longer.startsWith(code) && codes[longer] !== zone);
  return others ? null : zones[zone];
}

function result(template, [name, url, tagline]) {
  const copy = template.content.cloneNode(true);
  const link = copy.querySelector('[data-of="name"]');
  link.href = url;
  link.textContent = name;
  const place = copy.querySelector('[data-of="tagline"]');
  if (tagline) place?.append(tagline);
  else place?.remove();
  return copy;
}
