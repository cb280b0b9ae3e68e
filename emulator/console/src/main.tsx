import "@cloudscape-design/global-styles/dark-mode-utils.css";
import I18nProvider from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { askEarly } from "./views/map/firstGraph";
import "./base.css";

/** Longer than the server ever takes; a page in another font beats no page. */
const FONT_MS = 400;

askEarly(window.location.hash);

// With the font there from the first paint on, no text changes its width later.
await Promise.race([
  document.fonts.load('14px "Open Sans"'),
  new Promise((resolve) => setTimeout(resolve, FONT_MS)),
]);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <I18nProvider locale="en" messages={[messages]}>
      <App />
    </I18nProvider>
  </StrictMode>,
);
