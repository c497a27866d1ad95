// The script of pages on which photographs and files are brought: form[data-upload] (templates/evidence/_bring.html).
import { keepSending } from "./sending.js";

for (const form of document.querySelectorAll("form[data-upload]")) keepSending(form);
