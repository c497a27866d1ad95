/**
 * What waits to be sent, kept by the browser until the server has it: a reload, a dead battery or a killed browser loses
 * nothing. One shelf for each person; signing out wipes it (autosave.js). Who is let in without a sign-in has "door".
 */
const NAME = `kheo-waiting:${document.body.dataset.person ?? "door"}`;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function shelf(mode) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "id" });
  const base = await done(opening);
  const transaction = base.transaction("files", mode);
  transaction.oncomplete = transaction.onabort = () => base.close();
  return transaction.objectStore("files");
}

/** Keeps one file with all that is to be said of it; fails where the browser keeps nothing (private windows, no room). */
export const put = async (item) => done((await shelf("readwrite")).put(item));
export const drop = async (id) => done((await shelf("readwrite")).delete(id));

/** What waits for this address, in the order in which it was chosen. */
export async function waitingFor(address) {
  const all = await done((await shelf("readonly")).getAll());
  return all.filter((item) => item.address === address).sort((a, b) => a.at - b.at);
}
