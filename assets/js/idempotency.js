// Every request of htmx that changes something carries its own key, made fresh, so that a repeat is done only once.

/** A random UUID, also where crypto.randomUUID is missing: plain http on an office network. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Django's token against forged requests, from the form at hand or from any on the page. */
export function csrfToken(form) {
  return (form || document).querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  event.detail.headers["Idempotency-Key"] = event.detail.parameters.idempotency_key || freshKey();
  event.detail.headers["X-CSRFToken"] = csrfToken(event.detail.elt.closest("form"));
});
