// Everything works without this file; it adds comfort.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

import "./autosave.js";
import "./copy.js";
import "./find.js";
import "./counter.js";
import { countAll } from "./counter.js";
import "./idempotency.js";
import "./live.js";
import "./menu.js";
import "./print.js";
import "./reveal.js";
import "./review.js";
import { focusSummary } from "./summary.js";
import "./tree.js";
import { readyForVisits } from "./visit.js";

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style.startsWith("morph"),
  handleSwap(style, target, fragment) {
    if (!style.startsWith("morph")) return false;
    const morphStyle = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
    return Idiomorph.morph(target, fragment.children, { morphStyle, ignoreActiveValue: true });
  },
});

const ready = (root) => {
  countAll(root);
  focusSummary(root);
  readyForVisits(root);
};

document.addEventListener("htmx:afterSettle", (event) => ready(event.detail.elt));
document.addEventListener("kheo:arrived", ({ detail }) => {
  htmx.process(detail);
  ready(detail);
});
ready(document);
