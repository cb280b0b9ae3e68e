import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { fixture } from "./dev/fixture.ts";

// `npm run dev` talks to a running X-Ray Local; XRAY_FIXTURE=1 uses the made-up
// mesh of dev/ instead. Neither is part of the build.
const server = process.env["XRAY_LOCAL"] ?? "http://127.0.0.1:2000";

export default defineConfig({
  base: "./",
  plugins: [react(), ...(process.env["XRAY_FIXTURE"] ? [fixture()] : [])],
  build: {
    outDir: "../xray_local/console",
    emptyOutDir: true,
    target: "es2022",
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The design system's shell alone is one large chunk, known and measured.
    chunkSizeWarningLimit: 2000,
  },
  server: {
    proxy: {
      "^/(ServiceGraph|TraceSummaries|Traces|TraceGraph|Groups|api/.*)$": server,
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
