// A password can be shown while it is typed: <input type="password" data-reveal="Show the password" data-hide="Hide …">.

document.querySelectorAll("input[data-reveal]").forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "k-button k-button--quiet";
  const row = document.createElement("div");
  row.className = "k-affix";
  field.replaceWith(row);
  row.append(field, button);

  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.hide : field.dataset.reveal;
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false)); // so that the browser knows it for a password
  show(false);
});
