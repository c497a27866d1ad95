// A button that prints the page. Without script it stays hidden, and the page says which keys do it.

document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
