/**
 * A form with data-autosave="URL" saves itself 0.8 s after the last key.
 *
 * The server answers with components/save_state.html (200 saved, 422 not yet readable) or 409 when somebody else saved
 * first. What is typed is kept on this device, under the person's and the form's name, until the server has it; signing
 * out wipes it. All sentences stand in save_state.html, so there is none here to translate.
 */
import { csrfToken, freshKey } from "./idempotency.js";

const PAUSE = 800;
const RETRY = 4000; // doubled with each failure, up to a minute
const LONGEST = 60000;
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const person = document.body.dataset.person;
const NOT_TYPED = ["csrfmiddlewaretoken", "idempotency_key", "version"];

/** The typed values of a form, as a string that can be compared and kept. Files are not text and stay out. */
function typed(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.includes(name) && typeof value === "string");
  return JSON.stringify(pairs.map(([name, value]) => [name, value.normalize("NFC").replace(/\r\n/g, "\n").trim()]));
}

function put(form, text) {
  const values = new Map();
  for (const [name, value] of JSON.parse(text)) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.includes(field.name) || field.type === "file") continue;
    const kept = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (field.tagName === "SELECT" && field.multiple) for (const o of field.options) o.selected = kept.includes(o.value);
    else if (kept.length) field.value = kept[0];
  }
}

// --- the copy on this device ---

const shelf = (form) => `kheo:${person}:${form.dataset.autosaveName || form.dataset.autosave}`;

function keep(form) {
  try {
    localStorage.setItem(shelf(form), JSON.stringify({ at: Date.now(), text: typed(form) }));
  } catch {
    // a full or forbidden store only loses the comfort
  }
}

function kept(form) {
  try {
    const copy = JSON.parse(localStorage.getItem(shelf(form)));
    return copy && Date.now() - copy.at < KEPT_FOR ? copy : null;
  } catch {
    return null;
  }
}

const forget = (form) => {
  try {
    localStorage.removeItem(shelf(form));
  } catch {
    // as above
  }
};

// --- what the person sees ---

const state = (form) => form.querySelector(".k-save");

function say(form, word) {
  if (state(form)) state(form).dataset.state = word;
}

function takeAnswer(form, html) {
  const answer = new DOMParser().parseFromString(html, "text/html").querySelector(".k-save");
  if (answer) state(form).replaceWith(answer);
  return Boolean(answer);
}

// --- saving ---

const running = new WeakMap(); // form → { timer, key, sent, busy }

function plan(form, pause = PAUSE) {
  const run = running.get(form) ?? {};
  running.set(form, run);
  clearTimeout(run.timer);
  run.timer = setTimeout(() => save(form), pause);
}

async function save(form) {
  const run = running.get(form);
  if (run.busy || !form.isConnected || state(form)?.dataset.state === "newer") return;
  const text = typed(form);
  if (text !== run.sent) [run.sent, run.key] = [text, freshKey()]; // a repeat of the same text keeps its key
  run.busy = true;
  say(form, "saving");
  try {
    await send(form, run, text);
    run.failures = 0;
  } catch {
    say(form, "offline");
    run.failures = (run.failures ?? 0) + 1;
    plan(form, Math.min(LONGEST, RETRY * 2 ** (run.failures - 1)));
  } finally {
    run.busy = false;
  }
  if (run.submit) run.submit();
  else if (!run.failures && typed(form) !== text) plan(form); // typed while we were sending
}

async function send(form, run, text) {
  const response = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
    headers: { "Idempotency-Key": run.key, "X-CSRFToken": csrfToken(form), "HX-Request": "true" },
  });
  if (response.status >= 500) throw new Error("the server is in trouble: try again");
  if (response.status === 204) return catchUp(form, text);
  if (response.status === 409) return say(form, "newer");
  const understood = (response.ok || response.status === 422) && takeAnswer(form, await response.text());
  if (!understood) return say(form, "refused");
  if (response.ok && typed(form) === text) forget(form);
}

/** 204: this key had been done, its answer was lost on the way. Read the page again for the version it left. */
async function catchUp(form, text) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const theirs = page.querySelector(`form[data-autosave="${CSS.escape(form.dataset.autosave)}"]`);
  if (!theirs || typed(theirs) !== text) return say(form, "newer");
  state(form).replaceWith(document.adoptNode(theirs.querySelector(".k-save")));
  say(form, "saved");
  forget(form);
}

// --- coming back ---

/** 09:42 20/11/2024, in every interface language. */
function written(moment) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${two(moment.getDate())}/${two(moment.getMonth() + 1)}/${moment.getFullYear()}`;
  return `${two(moment.getHours())}:${two(moment.getMinutes())} ${day}`;
}

function offer(form) {
  const copy = kept(form);
  const box = form.querySelector(".k-restore");
  if (!copy || !box || copy.text === typed(form)) return forget(form);
  box.querySelector("time").textContent = written(new Date(copy.at));
  box.hidden = false;
  box.querySelector("[data-restore]").addEventListener("click", () => {
    put(form, copy.text);
    box.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.querySelector("[data-discard]").addEventListener("click", () => {
    forget(form);
    box.hidden = true;
  });
}

for (const event of ["input", "change"]) {
  document.addEventListener(event, ({ target }) => {
    const form = target.closest("form[data-autosave]");
    if (!form || target.type === "file") return;
    keep(form);
    plan(form);
  });
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  const run = running.get(target);
  clearTimeout(run?.timer);
  if (run?.busy) {
    // let the save end first: it brings the version that this submit has to name
    event.preventDefault();
    run.submit = () => {
      run.submit = null;
      target.requestSubmit(submitter);
    };
  }
  if (target.matches("form[data-sign-out]")) {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`kheo:${person}:`)) localStorage.removeItem(key);
    indexedDB.deleteDatabase(`kheo-waiting:${person}`); // photographs that wait to be sent (shelf.js)
  }
});

const saveNow = () => {
  for (const form of document.querySelectorAll("form[data-autosave]")) if (kept(form)) plan(form, 0);
};
addEventListener("online", saveNow);
document.addEventListener("kheo:save-now", saveNow); // before the camera opens

document.querySelectorAll("form[data-autosave]").forEach(offer);
