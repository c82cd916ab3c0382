// What the search page gains where scripts run. Without this file it is a form
// over the complete list of the zone's pages.
//
//   <form data-search="/recherche/search.json" role="search" action="" method="get"
//     data-loading="Recherche…" data-failed="La recherche ne répond pas : voici toutes les pages."
//     data-none="Aucune page pour « {q} »." data-single="1 page" data-many="{n} pages"
//     data-first="{n} pages, dont voici les plus proches." data-near="Rien pour « {q} », mais presque : {n}.">
//     <input name="q" type="search">
//     <label data-search-wider hidden><input type="checkbox" name="everywhere" value="1"
//       data-search="/recherche/everywhere.json"> Dans toute la France</label>   (optional)
//     <p role="status" data-search-status></p>
//   </form>
//   <ol data-search-results hidden></ol>
//   <template data-search-result><li><a data-of="title"></a> <time data-of="date"></time>
//     <span data-of="kind"></span> <span data-of="zone"></span> <p data-of="description"></p></li></template>
//   <div data-search-all>…every page…</div>
//
// One such form a page; load with type="module". A data-of that a page has nothing
// for is taken out, its zone is told only where several are looked into. The files
// are those of generator/search: words() folds as its Terms does, and its test
// runs words() as it stands here.
//
// A page is found when each word asked for begins one of its words. Where that
// finds nothing, words of five letters and more may be one letter off.

const WAIT = 150; // ms after a key before looking
const SHOWN = 50; // results in the page
const AHEAD = 4; // shards asked for at a time

const plain = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

// words folds a text: small letters without accents, apart at all the rest.
function words(text) {
  const folded = text.normalize("NFKD").toLowerCase().replace(/[\p{M}\xAD]/gu, "");
  return folded.replace(/[œæßøłđıς]/g, (letter) => plain[letter]).match(/[\p{Ll}\p{Lo}\p{N}]{2,}/gu) || [];
}

for (const form of document.querySelectorAll("form[data-search]")) enhance(form);

function enhance(form) {
  const part = (name) => document.querySelector(`[data-search-${name}]`);
  const [results, status, all, template] = ["results", "status", "all", "result"].map(part);
  const wider = form.querySelector("[data-search-wider]");
  const box = wider?.querySelector("input");
  const input = form.elements.q;
  const indexes = {}; // by the address of their manifest
  let timer = 0;
  let frame = 0;

  // index is what is looked into; it begins to fill when first asked for.
  const index = () => {
    const address = (box?.checked ? box : form).dataset.search;
    return (indexes[address] ??= open(address, later));
  };

  const show = () => {
    frame = 0;
    const asked = words(input.value).length > 0;
    const { hits, patterns, near, done, failed } = asked ? find(index(), input.value) : { hits: [] };
    const found = hits.length > 0;
    results.hidden = !found;
    if (all) all.hidden = asked && !(failed && !found);
    const reading = results.contains(document.activeElement) && document.activeElement.href;
    results.replaceChildren(...hits.slice(0, SHOWN).map((page) => result(template, page, patterns)));
    if (reading) [...results.querySelectorAll("a")].find((link) => link.href === reading)?.focus();
    const { loading, none, single, many, first } = form.dataset;
    let text = "";
    if (asked && !done) text = loading;
    else if (failed && !found) text = form.dataset.failed;
    else if (asked && near) text = form.dataset.near;
    else if (asked) text = [none, single][hits.length] || (hits.length > SHOWN && first) || many;
    const told = (text || "").replace("{n}", hits.length.toLocaleString(document.documentElement.lang)).replace("{q}", () => input.value.trim());
    if (status.textContent !== told) status.textContent = told;
  };

  const later = () => { frame ||= requestAnimationFrame(show); };

  const ask = () => {
    clearTimeout(timer);
    const asked = new URLSearchParams(new FormData(form));
    if (!input.value.trim()) asked.delete("q");
    history.replaceState(history.state, "", location.pathname + `?${asked}`.replace(/^\?$/, ""));
    show();
  };

  const recall = () => {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    if (box) box.checked = asked.has(box.name);
    show();
  };

  if (wider) wider.hidden = false;
  input.addEventListener("focus", index, { once: true });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab") ask(); // what one tabs into is what was typed
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  addEventListener("popstate", recall);
  recall();
}

// open reads a manifest and then its shards in their order, the newest of all
// zones first; grew is called as pages come in.
function open(address, grew) {
  const index = { pages: [], stop: new Set(), done: false, failed: false };
  const get = async (file) => {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return response.json();
  };
  const shard = async ([, file, zone]) => {
    const { pages } = await get(file);
    return pages.map(([url, title, date, kind, description, terms]) => ({ url, title, date, kind, description, zone, terms: ` ${terms}` }));
  };
  const fill = async () => {
    const { stop, zones } = await get(address);
    index.stop = new Set(stop.split(" "));
    const files = zones.flatMap(([name, folder, shards]) => shards.map((file, age) => [age, folder + file, zones.length > 1 && name]));
    files.sort((a, b) => a[0] - b[0]);
    const coming = [];
    while (files.length + coming.length > 0) {
      while (files.length > 0 && coming.length < AHEAD) coming.push(shard(files.shift()).catch(() => { index.failed = true; return []; }));
      index.pages.push(...await coming.shift());
      grew();
    }
  };
  fill().catch(() => { index.failed = true; }).then(() => {
    index.done = true;
    grew();
  });
  return index;
}

// find lists the pages for a text, best first.
function find({ pages, stop, done, failed }, text) {
  const asked = words(text);
  const telling = asked.filter((word) => !stop.has(word));
  const wanted = telling.length > 0 ? telling : asked;
  let patterns = wanted.map((word) => new RegExp(` ${word}`));
  let hits = matching(pages, patterns);
  let near = false;
  if (hits.length === 0 && done && wanted.some(long)) {
    patterns = wanted.map((word) => (long(word) ? nearly(word) : new RegExp(` ${word}`)));
    hits = matching(pages, patterns);
    near = hits.length > 0;
  }
  return { hits, patterns, near, done, failed };
}

const long = (word) => word.length >= 5;

// nearly matches beginnings that one letter, missing, added, changed or swapped
// with the next, makes a word.
function nearly(word) {
  const ways = [];
  for (let i = 0; i < word.length; i++) {
    const [head, letter, next, tail] = [word.slice(0, i), word[i], word[i + 1] || "", word.slice(i + 2)];
    ways.push(`${head}[^ ]${letter}${next}${tail}`, `${head}[^ ]?${next}${tail}`, head + next + letter + tail);
  }
  return new RegExp(` (?:${ways.join("|")})`);
}

function matching(pages, patterns) {
  const hits = pages.filter(({ terms }) => patterns.every((pattern) => pattern.test(terms)));
  for (const page of hits) page.score = score(page, patterns);
  return hits.sort((a, b) => b.score - a.score || (b.date > a.date) - (b.date < a.date));
}

// score puts the title before the description before the text.
function score(page, patterns) {
  page.heads ??= [page.title, page.description].map((text) => ` ${words(text).join(" ")}`);
  const [title, description] = page.heads;
  return patterns.reduce((sum, pattern) => sum + (pattern.test(title) ? 100 : pattern.test(description) ? 10 : 1), 0);
}

// result fills a copy of the page's own template.
function result(template, page, patterns) {
  const copy = template.content.cloneNode(true);
  for (const place of copy.querySelectorAll("[data-of]")) {
    const name = place.dataset.of;
    const text = page[name];
    if (!text) {
      place.remove();
    } else if (name === "date") {
      place.dateTime = text;
      place.append(new Date(text).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }));
    } else {
      place.append(...marked(text, patterns));
    }
    if (name === "title") place.href = page.url;
  }
  return copy;
}

// marked sets off the words that were asked for.
function marked(text, patterns) {
  return text.split(/([\p{L}\p{N}\p{M}\xAD]+)/u).map((piece) => {
    const folded = ` ${words(piece).join(" ")}`;
    if (!patterns.some((pattern) => pattern.test(folded))) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}
