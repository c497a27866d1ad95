// A password can be shown while it is typed. The field brings the words of its button:
// <input type="password" data-show="Show" data-show-label="Show the password" data-hide="Hide" data-hide-label="…">.

document.querySelectorAll("input[data-show]").forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "k-button k-button--quiet";
  const row = document.createElement("div");
  row.className = "k-affix";
  field.replaceWith(row);
  row.append(field, button);

  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.hide : field.dataset.show;
    button.setAttribute("aria-label", shown ? field.dataset.hideLabel : field.dataset.showLabel);
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false)); // so that the browser knows it for a password
  show(false);
});
