// A button that copies the words of a box (components/copy_box.html). Without script it stays hidden, and the box remains.

/** The clipboard of today where the connection is secure; on a plain one, as in an office network, that of before. */
async function copy(box) {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    box.focus();
    box.select();
    return document.execCommand("copy");
  }
}

document.querySelectorAll("button[data-copy]").forEach((button) => {
  const says = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    says.textContent = ""; // so that a second copy is told as well
    const done = await copy(document.getElementById(button.dataset.copy));
    if (done) button.focus();
    says.textContent = done ? says.dataset.copied : says.dataset.selected;
  });
});
