// The script of pages on which photographs and files are brought: form[data-upload] (templates/components/bring.html).
import { keepSending } from "./sending.js";

for (const form of document.querySelectorAll("form[data-upload]")) keepSending(form);
