// Ctrl K: the box that finds everything while one types. Without script the search in the header does the same as a page.

const box = document.getElementById("find");

/** The dialog as a combobox: the words stay focused, and the arrows walk through the options below them. */
function combobox(dialog) {
  const words = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  let timer, asking;

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) words.setAttribute("aria-activedescendant", option.id);
    else words.removeAttribute("aria-activedescendant");
  }

  function show(html) {
    list.innerHTML = html; // our own page, escaped by its template
    choose(null);
    const found = options().length;
    words.setAttribute("aria-expanded", String(found > 0));
    status.textContent = found ? `${dialog.dataset.some} ${found}` : words.value.trim() ? dialog.dataset.none : "";
    dialog.classList.toggle("k-find--none", !found && words.value.trim().length > 1);
  }

  async function ask() {
    asking?.abort();
    const typed = words.value.trim();
    if (typed.length < 2) return show("");
    asking = new AbortController();
    const url = `${dialog.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
    try {
      const answer = await fetch(url, { signal: asking.signal, headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // another letter was typed, or the network is gone: Enter still opens the page
    }
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });

  words.addEventListener("keydown", (event) => {
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      const at = all.indexOf(chosen());
      choose(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen() && !event.isComposing) {
      event.preventDefault();
      chosen().click();
    }
  });

  dialog.querySelector(".k-find__close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return (typed) => {
    if (!dialog.open) dialog.showModal();
    if (typed) words.value = typed;
    words.focus();
    words.select();
    if (words.value) ask();
  };
}

if (box?.showModal) {
  const open = combobox(box);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
