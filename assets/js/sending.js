/**
 * Files on their way: each is kept on this device, sent by itself, and forgotten when the server has it.
 *
 * One after the other, so that a weak net carries one thing at a time. What the net loses is tried again, later and
 * later; what the server refuses says why and waits for a decision. The number of a file is made here, so that a repeat
 * after a lost answer is kept once. All sentences stand in the page (_bring.html), so there is none here to translate.
 */
import { smaller, told } from "./camera.js";
import { csrfToken, freshKey } from "./idempotency.js";
import { drop, put, waitingFor } from "./shelf.js";

const LARGE = 1024 * 1024; // bytes from which a file goes in parts
const PART = 256 * 1024;
const SOONEST = 3000; // milliseconds, doubled with each failure up to the longest
const LONGEST = 60000;
const PATIENCE = 120000;
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** The server's no, with its sentence: trying again would not help. */
class Refused extends Error {}

export function keepSending(form) {
  const queue = new Queue(form);
  form.dataset.ready = "";
  form.querySelector("[data-send]").hidden = true;
  form.addEventListener("change", ({ target }) => target.matches("[data-pick]") && queue.take(target));
  form.addEventListener("click", ({ target }) => {
    // a cheap phone drops the page while its camera is open: what is being written is saved before
    if (target.matches("[data-pick], [data-pick] + label")) document.dispatchEvent(new Event("kheo:save-now"));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("online", () => queue.hurry());
  queue.wake();
}

class Queue {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("[data-waiting]");
    this.items = [];
    this.failures = 0;
  }

  /** What an earlier visit of this page left behind. */
  async wake() {
    try {
      for (const item of await waitingFor(this.form.action)) this.show(item);
    } catch {
      // this browser keeps nothing
    }
    this.go();
  }

  async take(input) {
    const files = [...input.files];
    input.value = "";
    const withPlace = Boolean(this.form.elements.keep_place?.checked);
    const chosen = files.map((file, n) => ({
      item: this.show({ id: freshKey(), address: this.form.action, at: Date.now() + n, name: file.name, withPlace }),
      file,
    }));
    for (const { item, file } of chosen) await this.prepare(item, file); // one picture in memory at a time
  }

  async prepare(item, file) {
    say(item, "preparing");
    item.said = await told(file, item.withPlace);
    item.file = await smaller(file);
    item.name = item.file.name;
    try {
      const { row, ...kept } = item;
      await put(kept);
    } catch {
      item.unkept = true;
    }
    picture(item);
    this.go();
  }

  show(item) {
    item.row = this.form.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
    item.row.querySelector("[data-name]").textContent = item.name;
    item.row.querySelector("[data-again]").addEventListener("click", () => this.hurry());
    item.row.querySelector("[data-leave]").addEventListener("click", () => this.forget(item));
    this.list.append(item.row);
    this.items.push(item);
    if (item.file) picture(item);
    return item;
  }

  async forget(item) {
    this.items = this.items.filter((other) => other !== item);
    item.row.remove();
    await drop(item.id).catch(() => {});
  }

  hurry() {
    clearTimeout(this.timer);
    this.failures = 0;
    this.go();
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      for (let item; (item = this.items.find((one) => one.file && !one.refused)); ) await this.send(item);
      this.failures = 0;
    } catch {
      for (const item of this.items) if (item.file && !item.refused) say(item, "waiting");
      this.timer = setTimeout(() => this.go(), Math.min(LONGEST, SOONEST * 2 ** this.failures++));
    } finally {
      this.busy = false;
    }
  }

  /** Sends one file; throws when the net fails, and only then. */
  async send(item) {
    say(item, item.unkept ? "unkept" : "sending");
    try {
      const whole = item.file.size > LARGE && (await this.parts(item));
      const html = await this.post(item, whole);
      await this.arrived(item, html);
    } catch (why) {
      if (!(why instanceof Refused)) throw why;
      item.refused = true;
      item.row.querySelector("[data-sentence]").textContent = why.message;
      say(item, "refused");
    }
  }

  /** A large file goes in parts, from where the server says it got to. */
  async parts(item) {
    if (!this.form.dataset.parts) return false;
    const address = this.form.dataset.parts.replace(NO_ID, item.id);
    let { received } = JSON.parse((await this.ask("GET", address)).text);
    while (received < item.file.size) {
      const query = new URLSearchParams({ offset: received, size: item.file.size, name: item.name });
      const part = item.file.slice(received, received + PART);
      const answer = await this.ask("POST", `${address}?${query}`, part, freshKey());
      if (answer.status === 204) received = JSON.parse((await this.ask("GET", address)).text).received;
      else received = JSON.parse(answer.text).received;
      progress(item, received / item.file.size);
    }
    return true;
  }

  async post(item, whole) {
    const body = new FormData(this.form);
    for (const input of this.form.querySelectorAll("[data-pick]")) body.delete(input.name);
    body.delete("keep_place");
    if (item.withPlace) body.set("keep_place", "on");
    for (const [name, value] of Object.entries(item.said ?? {})) body.set(name, value);
    body.set("client_id", item.id);
    if (!whole) body.set(this.form.querySelector("[data-pick]").name, item.file, item.name);
    const answer = await this.ask("POST", this.form.action, body, item.id, (share) => !whole && progress(item, share));
    if (answer.status === 204) return (await this.ask("GET", location.href)).text; // done before, its answer was lost
    return answer.text;
  }

  async arrived(item, html) {
    await this.forget(item);
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(this.form.dataset.list);
    const old = document.getElementById(this.form.dataset.list);
    if (!fresh || !old) return;
    const put = document.adoptNode(fresh);
    old.replaceWith(put);
    document.dispatchEvent(new CustomEvent("kheo:arrived", { detail: put }));
  }

  /** One request, with its progress: `{ status, text }`. Throws `Refused` on a no, and an error when the net fails. */
  ask(method, address, body, key, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.timeout = PATIENCE;
      request.setRequestHeader("X-Upload", "1");
      if (key) request.setRequestHeader("Idempotency-Key", key);
      if (key) request.setRequestHeader("X-CSRFToken", csrfToken(this.form));
      if (onProgress) request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
      request.onerror = request.ontimeout = request.onabort = () => reject(new Error("the net"));
      request.onload = () => {
        const { status, responseText: text } = request;
        if (status < 400) resolve({ status, text });
        else if (status >= 500 || status === 429 || status === 408) reject(new Error("later"));
        else reject(new Refused(sentenceOf(text)));
      };
      request.send(body);
    });
  }
}

/** Shows the one sentence of a row that holds now. */
function say(item, word) {
  for (const sentence of item.row.querySelectorAll("[data-when]")) sentence.hidden = sentence.dataset.when !== word;
}

function progress(item, share) {
  for (const bar of item.row.querySelectorAll("progress")) bar.value = share;
}

function picture(item) {
  const image = item.row.querySelector("img");
  item.row.querySelector("[data-name]").textContent = item.name;
  if (!item.file.type.startsWith("image/")) return image.remove();
  image.src = URL.createObjectURL(item.file);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
}

/** Why the server said no: its own sentence, or the first error of the page that it answered with. */
function sentenceOf(text) {
  try {
    return JSON.parse(text).sentence;
  } catch {
    const page = new DOMParser().parseFromString(text, "text/html");
    return page.querySelector(".govuk-error-message, [role=alert], main p, h1")?.textContent.trim() ?? "";
  }
}
