/**
 * On the spot, on a phone. Without it everything can be typed and sent by hand. Photographs: upload.js.
 *
 * [data-locate=ID]   asks the phone where it is, only when pressed, and writes it into the box
 * [data-fill=ID]     writes what was declared into the box
 */
/** Shows one of the sentences that stand in the page, none for "". */
function say(box, word) {
  for (const sentence of box.querySelectorAll("[data-when]")) sentence.hidden = sentence.dataset.when !== word;
}

function fill(id, text) {
  const box = document.getElementById(id);
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true })); // so that it saves itself
  box.focus();
}

// --- the position ---

function locate(button) {
  const box = button.closest("[data-position]");
  const degrees = (number) => number.toFixed(5).replace(".", ",");
  say(box, "asking");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      say(box, "");
      fill(button.dataset.locate, `${degrees(coords.latitude)}; ${degrees(coords.longitude)}`);
    },
    () => say(box, "unknown"),
    { enableHighAccuracy: true, timeout: 20000 },
  );
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-locate], [data-fill]");
  if (button?.dataset.locate) locate(button);
  if (button?.dataset.fill) fill(button.dataset.fill, button.dataset.text);
});

/** Buttons that need a script appear with it; a phone tells its place only to a page that came encrypted. */
export function readyForVisits(root) {
  for (const button of root.querySelectorAll("[data-fill]")) button.hidden = false;
  for (const button of root.querySelectorAll("[data-locate]")) button.hidden = !isSecureContext;
}
