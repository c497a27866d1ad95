// After a refused form the summary of errors has focus, and its links put the caret into the field they name.

export function focusSummary(root) {
  root.querySelector?.(root === document ? "main > .govuk-error-summary" : ".govuk-error-summary")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".govuk-error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const group = field.closest("fieldset, .govuk-form-group") || field;
  group.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
