/**
 * Keys for the workspace of scoring: J K next and previous, 1–9 points, C comment, S skip, ? the list of keys.
 *
 * All of it is comfort: each is a link, a button or a field too. They are off while somebody types, with a modifier, and
 * for good where the person has switched them off (WCAG 2.1.4).
 */
const OFF = "kheo:keys-off";
const review = document.querySelector("[data-review]");

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

const types = (target) =>
  target.matches("textarea, select, [contenteditable]") ||
  (target.matches("input") && !["radio", "checkbox", "button", "submit"].includes(target.type));

const lines = () => [...review.querySelectorAll("[data-line]")];
/** The criterion at hand: the one with focus, else the first without points. */
const here = () =>
  document.activeElement.closest("[data-line]") ??
  lines().find((line) => line.querySelector("input[type=radio]") && !line.querySelector("input[type=radio]:checked:not([value=''])")) ??
  lines()[0];

function give(place) {
  const line = here();
  const radio = line && [...line.querySelectorAll("input[type=radio]:not([value=''])")][place - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  const next = lines()[lines().indexOf(line) + 1];
  const box = next?.querySelector("input[type=radio]:checked, input:not([type=hidden])") ?? document.querySelector("#send button");
  box.focus();
  box.closest("[data-line], #send").scrollIntoView({ block: "nearest" });
}

function comment() {
  const note = here()?.querySelector("[data-note]");
  if (!note) return;
  note.closest("details").open = true;
  note.focus();
}

function showKeys() {
  const keys = review.querySelector("#keys");
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

function press(key) {
  if (/^[1-9]$/.test(key)) return () => give(Number(key));
  if (key === "c") return comment;
  if (key === "?") return showKeys;
  const link = review.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  if (link) return () => link.click();
  const form = review.querySelector(`form[data-key-form="${CSS.escape(key)}"]`);
  return form && (() => form.requestSubmit());
}

if (review) {
  const keys = review.querySelector("#keys");
  const on = keys.querySelector("[data-keys-on]");
  keys.hidden = false;
  on.checked = !areOff();
  on.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, on.checked ? "0" : "1");
    } catch {
      // a full or forbidden store only loses the choice
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !on.checked || types(event.target)) return;
    const act = press(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    act();
  });
}
