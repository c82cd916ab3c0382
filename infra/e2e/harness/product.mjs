// The real product under test: `go run ./infra/local` on a free port, with data
// of its own, and what a test does to it from outside the browser: read the mail,
// move the clock, make organizers, and let people join without a page.
//
//   const product = await start();
//   after(() => product.stop());
//   await product.join([{ first: "Zoé", email: "zoe@exemple.example", postal: "75011" }]);
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { keepPictures, lendPictures, repository } from "./build.mjs";

const untilEOF = fileURLToPath(new URL("until-eof.sh", import.meta.url));
const patience = 120_000; // ms: a first start compiles the product

/** Starts the product on the content of the repository, or of another folder, in a theme. */
export async function start({ content = "content", theme = "default" } = {}) {
  const data = await mkdtemp(join(tmpdir(), "maillage-e2e-"));
  const dist = join(data, "dist");
  await lendPictures(dist);
  const port = await freePort();
  const flags = ["-addr", `:${port}`, "-data", data, "-content", content, "-theme", theme];
  const server = spawn("go", ["run", "-exec", `sh '${untilEOF}'`, "./infra/local", ...flags], {
    cwd: repository,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const product = new Product(`http://localhost:${port}`, data, server);
  try {
    await product.ready;
    await keepPictures(dist);
  } catch (error) {
    await product.stop();
    throw error;
  }
  return product;
}

class Product {
  #server;
  #ended;

  constructor(origin, data, server) {
    this.origin = origin;
    this.data = data;
    this.dist = join(data, "dist");
    this.said = ""; // by the server, for a failed test to show
    this.#server = server;
    this.#ended = new Promise((resolve) => server.once("exit", resolve));
    this.ready = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the server did not start:\n${this.said}`)), patience);
      server.stderr.setEncoding("utf8").on("data", (text) => {
        this.said += text;
        if (this.said.includes("/_dev/")) resolve(clearTimeout(late));
      });
      server.once("error", reject);
      server.once("exit", () => reject(new Error(`the server ended:\n${this.said}`)));
    });
  }

  /** An address on the host of a zone with its own domain. */
  on(domain, path) {
    return this.origin.replace("localhost", `${domain}.localhost`) + path;
  }

  async stop() {
    this.#server.stdin.end();
    await this.#ended;
    await rm(this.data, { recursive: true, force: true });
  }

  /** Moves the product's clock ahead by a duration such as "48h". */
  async advance(duration) {
    await this.post("/_dev/clock", { advance: duration }, 200);
  }

  /** Makes an organizer of a zone, by its slug path such as "fr/bretagne". */
  async organizer(email, zone, permissions = "all") {
    await this.post("/_dev/organizer", { email, zone, permissions }, 201);
  }

  /** Waits for the nth mail to an address: {subject, text, html, link, code}. */
  async mail(to, nth = 1) {
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline) {
      const all = await (await fetch(`${this.origin}/_dev/mail.json`)).json();
      const mail = all.filter((entry) => entry.to === to)[nth - 1];
      if (mail) {
        const [link] = mail.text.match(/https?:\S+#\S+/) ?? [];
        const [code] = mail.text.match(/\b\d{4} ?\d{4}\b/) ?? [];
        return { ...mail, link, code };
      }
      await pause(50);
    }
    throw new Error(`mail ${nth} to ${to} did not come`);
  }

  /** Makes members of people: {first, last, email, postal, phone, newsletter, calls}. */
  async join(people) {
    const wordings = JSON.parse(await readFile(join(this.data, "dist/data/wordings.json"), "utf8")).join.fr;
    const proofs = [];
    for (const _ of people) proofs.push(await this.#proof());
    await this.advance("4s"); // a form sent sooner is taken for a program's
    for (const [i, person] of people.entries()) {
      await this.post("/api/membership/join", { ...formOf(person, wordings), ...proofs[i] }, 303);
    }
    for (const { email } of people) {
      const { link } = await this.mail(email);
      await this.post("/api/confirm", { token: link.split("#t=")[1], lang: "fr" }, 303);
    }
  }

  /** Signs an organizer in and answers the session's cookie for a browser. */
  async signIn(email, nth = 1) {
    await this.post("/api/session", { email }, 303);
    const { link } = await this.mail(email, nth);
    const response = await this.post("/api/session/verify", { token: link.split("#/sign-in/")[1] }, 303);
    const [name, value] = response.headers.get("set-cookie").split(";")[0].split("=");
    return { name, value, url: this.origin };
  }

  /** Posts a form and requires a status. */
  async post(path, fields, status) {
    const headers = { Accept: status === 303 ? "text/html" : "*/*", "Sec-Fetch-Site": "same-origin" };
    const body = new URLSearchParams(fields);
    const response = await fetch(this.origin + path, { method: "POST", headers, body, redirect: "manual" });
    if (response.status !== status) {
      const [, title] = (await response.text()).match(/<title>(.*)<\/title>/) ?? [];
      throw new Error(`POST ${path}: ${response.status} ${title ?? ""}, want ${status}\n${this.said.slice(-600)}`);
    }
    return response;
  }

  // A challenge solved as the page's worker solves it.
  async #proof() {
    const { algorithm, challenge, maxnumber, salt, signature, started, idempotency_key } = await (
      await fetch(`${this.origin}/api/challenge`)
    ).json();
    for (let number = 0; number <= maxnumber; number++) {
      if (createHash("sha256").update(salt + number).digest("hex") === challenge) {
        const altcha = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
        return { altcha, started, idempotency_key };
      }
    }
    throw new Error("the challenge has no solution");
  }
}

/** A mailed code with its last digit wrong. */
export function misread(code) {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}

function formOf({ first, last, email, postal, phone = "", newsletter, calls }, wordings) {
  return {
    first_name: first,
    last_name: last,
    email,
    postal_code: postal,
    phone,
    age_15: wordings.age_15.id,
    terms: wordings.terms.id,
    ...(newsletter && { newsletter: wordings.newsletter.id }),
    ...(calls && { calls: wordings.calls.id }),
    source: "/adhesion/",
    lang: "fr",
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
