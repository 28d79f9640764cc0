// Writes the page into the package: plain files that any server can send, no inline script, no other host.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const SOURCES = ["index.html", "package-lock.json", "package.json", "public", "scripts", "src", "tsconfig.json", "vite.config.ts"];
const MADE = new Set(["public/world.json"]);

function files(name: string): string[] {
  try {
    return readdirSync(name).flatMap((each) => files(`${name}/${each}`));
  } catch {
    return [name];
  }
}

/** The hash of the sources goes with what is built from them: a test compares the two, without Node. */
function stamp(): Plugin {
  return {
    name: "stamp",
    generateBundle() {
      const hash = createHash("sha256");
      for (const file of SOURCES.flatMap(files).filter((each) => !MADE.has(each)).sort()) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
      this.emitFile({ type: "asset", fileName: "build.json", source: `{"sources": "${hash.digest("hex")}"}\n` });
    },
  };
}

const SERVICE = "^/(statements|graph|dyads|timeline|actors|articles|outlets|vocabulary|sparql|health|openapi.json|extract)";

export default defineConfig({
  base: "/static/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [stamp()],
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    assetsDir: "page",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: { proxy: { [SERVICE]: "http://127.0.0.1:8000" } },
});
