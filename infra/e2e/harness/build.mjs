// The sites built once, for what can be said of files without a server, and the
// pictures of all builds: making them takes longer than everything else, so tests
// lend them to one another.
import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));
const kept = join(repository, ".build/e2e-pictures");
const made = (dist) => join(dist, ".state/pictures");

/** Builds all sites in a theme and answers the folder, which the caller removes. */
export async function build(theme, base) {
  const out = await mkdtemp(join(tmpdir(), `maillage-built-${theme}-`));
  await lendPictures(out);
  const flags = ["-content", "content", "-themes", "themes", "-theme", theme, "-out", out, "-base", base];
  try {
    await run("go", ["run", "./generator", "build", ...flags]);
  } catch (error) {
    await rm(out, { recursive: true, force: true });
    throw error;
  }
  await keepPictures(out);
  return out;
}

/** Gives a folder that will be built the pictures of earlier builds. */
export const lendPictures = (dist) => copyNew(kept, made(dist));

/** Keeps the pictures of a folder that has been built. */
export const keepPictures = (dist) => copyNew(made(dist), kept);

/** Runs a program in the repository and answers what it says on standard output. */
export function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
    let [said, complaint] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`${program}: ${code}\n${said}${complaint}`))));
  });
}

// A file appears whole or not at all: others may read while this writes.
async function copyNew(from, to) {
  for (const name of await filesOf(from)) {
    const [file, draft] = [join(to, name), join(to, `${name}.${process.pid}`)];
    await mkdir(dirname(file), { recursive: true });
    await copyFile(join(from, name), draft);
    await rename(draft, file);
  }
}

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
}
