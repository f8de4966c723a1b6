/**
 * What is kept follows who is logged in. At each contact with the server, what this device keeps for others is
 * forgotten, but for words that the server has not received: nobody else is shown them, and they wait for their author.
 */
import { clearDatabases, clearDocument, clearDocuments } from "./documents";
import { forgetPage, forgetPages } from "./pages";
import { keptTexts, owner, setOwner, strike, type KeptText } from "./register";

/** The server answered, and `person` is logged in; null: nobody is. */
export async function contact(person: string | null): Promise<void> {
  if ((await owner()) !== person) await setOwner(person);
  await forgetPages(person);
  await forgetSent((kept) => kept.person !== person);
}

/** Forgets everything that is with the server, of the texts that `which` names. */
export async function forgetSent(which: (kept: KeptText) => boolean): Promise<void> {
  const all = await keptTexts();
  for (const kept of all.filter(which)) {
    if (kept.unsent) await forgetPage(kept.person, kept.address);
    else await forget(kept);
  }
  const left = new Set((await keptTexts()).map(({ person }) => person));
  const gone = new Set(all.map(({ person }) => person).filter((person) => !left.has(person)));
  for (const person of gone) await clearDocuments(person);
}

/** Forgets a text altogether. */
export async function forget({ person, document, address }: Pick<KeptText, "person" | "document" | "address">): Promise<void> {
  await forgetPage(person, address);
  await clearDocument(person, document);
  await strike(person, document);
}

/** Forgets everything of everyone, and who was there: logging out. */
export async function forgetAll(): Promise<void> {
  const kept = await keptTexts();
  await forgetPages(null);
  await clearDatabases(kept.map(({ person }) => person));
  for (const { person, document } of kept) await strike(person, document);
  await setOwner(null);
}
