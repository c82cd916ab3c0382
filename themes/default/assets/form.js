// What forms gain where scripts run. Every form is complete without this file.
//
// All forms: errors beside their fields as soon as one is left, in the words of
// the page (data-required, data-invalid); one submission at a time.
// data-when, data-is: a question shown only where another is answered so; hidden,
// it is not sent.
// data-solver: proof of work against robots, solved in a worker from the
// first focus on. When it cannot be had the form leaves without it and the
// server answers with its second step.
// data-form="confirm": the token of the mailed link comes behind "#t=" and goes
// into the form; only the person's own press on the button sends it.

const TOO_OLD = 10 * 60 * 1000; // ms after which a challenge is asked for again

for (const form of document.querySelectorAll("form[data-form]")) {
  prepare(form);
  if (form.dataset.solver) guard(form);
  if (form.dataset.form === "confirm") readLink(form);
  if (form.querySelector("[data-when]")) condition(form);
}

// What the server found wrong is read first.
document.querySelector(".errors")?.focus();

// prepare takes over validation from the browser and lets a form leave once.
function prepare(form) {
  form.noValidate = true;
  form.addEventListener("focusout", ({ target }) => released(() => {
    if (hasError(target) || (target.value && !isBox(target))) check(target);
  }));
  form.addEventListener("change", ({ target }) => {
    if (!isBox(target)) return;
    for (const control of form.querySelectorAll(`[name="${CSS.escape(target.name)}"]`)) if (hasError(control)) check(control);
  });
  form.addEventListener("submit", (event) => {
    if ("leaving" in form.dataset) return event.preventDefault();
    const wrong = [...form.elements].filter((control) => !check(control));
    if (wrong.length > 0) {
      event.preventDefault();
      wrong[0].focus();
      return;
    }
    leaving(form, true);
  });
  // A page that comes back from the browser's memory can be sent again.
  addEventListener("pageshow", () => leaving(form, false));
}

// released calls back once no mouse button is down: an error that comes or goes
// between press and release would move the target of the click away.
let pressed = false;
addEventListener("mousedown", () => { pressed = true; }, true);
addEventListener("mouseup", () => { pressed = false; }, true);

function released(callback) {
  if (pressed) addEventListener("mouseup", () => setTimeout(callback), { once: true });
  else callback();
}

function leaving(form, yes) {
  form.toggleAttribute("data-leaving", yes);
  const button = form.querySelector("[type=submit]");
  if (yes) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  say(form, "");
}

function say(form, text) {
  const status = form.querySelector("[data-status]");
  if (status) status.textContent = text;
}

// isBox tells boxes, which always have a value, from what is typed.
function isBox(control) {
  return control.type === "checkbox" || control.type === "radio";
}

function hasError(control) {
  return control.getAttribute("aria-invalid") === "true";
}

// check shows or removes the error of a control; it reports whether all is well.
function check(control) {
  const field = control.closest(".field");
  if (!field || !control.willValidate || !control.name) return true;
  const { valueMissing, valid } = control.validity;
  const { required, invalid } = control.dataset;
  const words = valid ? "" : (valueMissing ? required : invalid) || control.validationMessage;
  const id = `${control.type === "radio" ? control.name : control.id}-error`; // radios share theirs
  const described = new Set((control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  field.querySelector(".error")?.remove();
  described.delete(id);
  if (words) {
    described.add(id);
    const error = document.createElement("p");
    error.className = "error";
    error.id = id;
    error.textContent = words;
    field.append(error);
    control.setAttribute("aria-invalid", "true");
  } else {
    control.removeAttribute("aria-invalid");
  }
  if (described.size > 0) control.setAttribute("aria-describedby", [...described].join(" "));
  else control.removeAttribute("aria-describedby");
  return !words;
}

// guard adds the proof of work to a form.
function guard(form) {
  let proof = null; // promise of the solved fields
  let asked = 0;
  const ask = () => {
    if (proof && Date.now() - asked < TOO_OLD) return proof;
    asked = Date.now();
    proof = solve(form.dataset.solver).catch(() => ({}));
    return proof;
  };
  form.addEventListener("focusin", ask);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    say(form, form.dataset.checking);
    const fields = await ask();
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.submit();
  });
  // A proof counts once: whoever comes back to the form works for a new one.
  addEventListener("pageshow", () => {
    proof = null;
    for (const name of ["altcha", "started", "idempotency_key"]) form.elements[name].value = "";
  });
}

// solve fetches a challenge and answers the fields that prove it was solved.
async function solve(script) {
  const response = await fetch("/api/challenge", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`challenge: ${response.status}`);
  const { algorithm, challenge, maxnumber, salt, signature, started, idempotency_key } = await response.json();
  const number = await search(script, { challenge, maxnumber, salt });
  const altcha = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  return { altcha, started, idempotency_key };
}

// search lets a worker find the number, so that the page never freezes.
function search(script, challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script);
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data === null) reject(new Error("challenge: no solution"));
      else resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage(challenge);
  });
}

// readLink moves the token of a mailed link from the address into the form.
function readLink(form) {
  const read = () => {
    const token = new URLSearchParams(location.hash.slice(1)).get("t");
    if (!token) return;
    history.replaceState(null, "", location.pathname + location.search);
    form.elements.token.value = token;
    for (const part of form.querySelectorAll("[data-with]")) {
      part.hidden = part.dataset.with !== "link";
      part.disabled = part.hidden; // a hidden fieldset must not be sent
    }
  };
  addEventListener("hashchange", read);
  read();
}

// condition shows the questions whose condition is met. A question that hangs on
// a hidden one is hidden too.
function condition(form) {
  const parts = [...form.querySelectorAll("[data-when]")];
  for (const words of form.querySelectorAll("[data-condition]")) words.remove();
  const show = () => {
    for (const part of parts) {
      const answers = new FormData(form).getAll(part.dataset.when);
      part.hidden = !answers.includes(part.dataset.is);
      for (const control of part.matches("fieldset") ? [part] : part.querySelectorAll("input, textarea")) control.disabled = part.hidden;
    }
  };
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
