// The tree of units opens in place. Without script the same link loads the page with that branch open.

const branch = (toggle) => document.getElementById(toggle.getAttribute("aria-controls"));

function show(toggle, opened) {
  toggle.setAttribute("aria-expanded", String(opened));
  branch(toggle).hidden = !opened;
}

document.addEventListener(
  "click",
  (event) => {
    const toggle = event.target.closest("a.k-tree__toggle");
    if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const opened = toggle.getAttribute("aria-expanded") === "true";
    if (opened || branch(toggle).childElementCount) {
      show(toggle, !opened);
      event.stopPropagation(); // nothing to fetch
    }
  },
  { capture: true },
);

document.addEventListener("htmx:afterSwap", (event) => {
  const toggle = event.detail.requestConfig?.elt;
  if (toggle?.matches?.("a.k-tree__toggle")) show(toggle, true);
});
