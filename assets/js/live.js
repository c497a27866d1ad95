/**
 * A part of a page that asks for itself again: <div id="now" data-live="URL" data-every="2000" data-tag="…">.
 *
 * The server answers 304 while the tag still holds, or the part anew. A vote that cannot be sent is sent again until it
 * arrives. All sentences stand in the page, so there is none here to translate; without this file a link looks again.
 */
import { freshKey } from "./idempotency.js";

const RETRY = 3000;
const part = () => document.querySelector("[data-live]");
const show = (selector, shown) => document.querySelectorAll(selector).forEach((words) => (words.hidden = !shown));
const lost = (shown) => show("[data-live] .lost, [data-live] .p-lost, [data-live] .k-live__lost", shown);

/** Puts the part that came in the place of the one shown; the focus stays where it was. */
function put(html) {
  const old = document.getElementById("now");
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("now");
  if (!old || !fresh) return location.reload(); // signed out meanwhile, or another page: begin again
  const focused = old.contains(document.activeElement) && document.activeElement.id;
  old.replaceWith(document.adoptNode(fresh));
  if (focused) document.getElementById(focused)?.focus();
}

async function ask() {
  const box = part();
  if (!box || document.hidden || sending) return;
  try {
    const answer = await fetch(box.dataset.live, {
      headers: { "If-None-Match": `"${box.dataset.tag}"` },
      cache: "no-store",
    });
    if (answer.status >= 500) throw new Error("the server is in trouble: ask again");
    lost(false);
    const html = answer.status === 304 ? "" : await answer.text();
    if (html && box.isConnected && !sending) put(html);
  } catch {
    lost(true);
  }
}

// --- a vote that is on its way ---

let sending = null;

async function send(vote) {
  if (vote !== sending) return; // another answer was pressed meanwhile
  try {
    const answer = await fetch(vote.action, { method: "POST", body: vote.body, headers: { "Idempotency-Key": vote.key } });
    if (answer.status >= 500) throw new Error("the server is in trouble: send again");
    if (vote !== sending) return;
    sending = null;
    if (answer.status === 204) location.reload(); // it had been done, its answer was lost on the way
    else put(await answer.text());
  } catch {
    show(".wait", true);
    setTimeout(() => send(vote), RETRY);
  }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("form[data-send]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  sending = { action: form.action, body, key: freshKey() };
  send(sending);
});

// --- the clock of an open vote ---

const begun = new WeakMap(); // clock → when it was first seen here, less what it said then

function tick() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    if (!begun.has(clock)) begun.set(clock, performance.now() - 1000 * Number(clock.dataset.seconds));
    const seconds = Math.floor((performance.now() - begun.get(clock)) / 1000);
    clock.textContent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

if (part()) {
  const go = async () => {
    await ask();
    setTimeout(go, Number(part()?.dataset.every) || RETRY);
  };
  setTimeout(go, Number(part().dataset.every));
  setInterval(tick, 1000);
  tick();
  document.addEventListener("visibilitychange", ask);
}
