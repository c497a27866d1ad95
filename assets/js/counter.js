// Text boxes grow with their text and say how many characters are left. Typing is never blocked.

function count(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
  const says = box.dataset.maxlength && document.getElementById(`${box.id}_count`);
  if (!says) return;
  // the server counts composed letters, as people do: ễ is one
  const left = Number(box.dataset.maxlength) - Array.from(box.value.normalize("NFC")).length;
  says.textContent = (left < 0 ? says.dataset.tooMany : says.dataset.left).replace("0", Math.abs(left).toLocaleString("vi"));
  says.toggleAttribute("data-over", left < 0);
}

export function countAll(root) {
  for (const box of root.querySelectorAll?.("textarea.govuk-textarea") ?? []) count(box);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea.govuk-textarea")) count(event.target);
});
