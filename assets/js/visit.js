/**
 * On the spot, on a phone. Without it everything can be typed and sent by hand.
 *
 * form[data-shoot]   a photograph is made small and sent as soon as it is taken; when the net fails it waits on the page
 * [data-locate=ID]   asks the phone where it is, only when pressed, and writes it into the box
 * [data-fill=ID]     writes what was declared into the box
 */
import htmx from "htmx.org";

const LARGEST = 1600; // pixels of the longer side: 200 to 350 KB
const QUALITY = 0.8;

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

// --- photographs ---

/** The picture upright and no larger than it has to be. What the camera wrote into it (the place!) is left behind. */
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const share = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(picture.width * share), Math.round(picture.height * share)];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

async function shoot(input) {
  try {
    const chosen = new DataTransfer();
    chosen.items.add(await smaller(input.files[0]));
    input.files = chosen.files;
  } catch {
    // a picture that this browser cannot draw goes as it is
  }
  send(input.form);
}

/** Sends the photograph and puts the list anew in its place; a repeat carries the same key, and is done only once. */
async function send(form) {
  say(form, "sending");
  form.querySelector("[data-send]").hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }); // ends on the page itself
    const page = answer.status === 204 ? await fetch(location.href) : answer;
    const list = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("photos");
    form.closest("#photos").replaceWith(document.adoptNode(list));
    htmx.process(list);
    readyForVisits(list);
  } catch {
    say(form, "waiting");
    form.querySelector("[data-send]").hidden = false;
  }
}

const waiting = (form) => [...form.querySelectorAll("[data-photo]")].some((input) => input.files.length);

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-shoot]")) return;
  event.preventDefault();
  send(event.target);
});

addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-shoot]")) if (waiting(form)) send(form);
});

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

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-photo]") && target.files.length) shoot(target);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-locate], [data-fill]");
  if (button?.dataset.locate) locate(button);
  if (button?.dataset.fill) fill(button.dataset.fill, button.dataset.text);
});

/** Buttons that need a script appear with it; a phone tells its place only to a page that came encrypted. */
export function readyForVisits(root) {
  for (const button of root.querySelectorAll("[data-fill]")) button.hidden = false;
  for (const button of root.querySelectorAll("[data-locate]")) button.hidden = !isSecureContext;
  for (const form of root.querySelectorAll("form[data-shoot]")) {
    form.dataset.ready = "";
    form.querySelector("[data-send]").hidden = true;
  }
}
