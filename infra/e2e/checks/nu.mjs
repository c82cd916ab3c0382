// The Nu HTML checker, which is what the W3C runs. It needs Java.
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../harness/build.mjs";

const jar = fileURLToPath(new URL("../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
const memory = ["-Xms256m", "-Xmx512m", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

export const hasJava = () => spawnSync("java", ["-version"]).status === 0;

/** What the checker says of every page below folders: one process for all. */
export async function nuFaults(folders) {
  const files = (await Promise.all(folders.map(htmlOf))).flat();
  const options = ["--errors-only", "--format", "json", "--exit-zero-always", "--stdout"];
  const said = await run("java", [...memory, "-cp", jar, "nu.validator.client.SimpleCommandLineValidator", ...options, ...files]);
  const faults = JSON.parse(said).messages.map(({ url, lastLine, message }) => `${url.replace("file:", "")}:${lastLine}: ${message}`);
  return { faults, count: files.length };
}

async function htmlOf(folder) {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).map((name) => join(folder, name));
}
