// The whole way with the keyboard alone: log in, find what awaits, give an avis, take a position, record an adoption.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { choose, follow, tabTo } from "./keys.mjs";
import { Person } from "./person.mjs";

let association, browser;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

async function logIn(account) {
  const person = await Person.at(browser, association);
  await person.go("/");
  await tabTo(person, ({ words }) => words === "Se connecter");
  await follow(person);
  await tabTo(person, ({ name }) => name === "courriel");
  await person.page.keyboard.type(`${account}@demo.example`);
  await tabTo(person, ({ name }) => name === "mot_de_passe");
  await person.page.keyboard.type(association.password);
  await follow(person);
  assert.match(person.page.url(), /\/tableau$/);
  return person;
}

/** The first member of the demonstration whom the board asks for this, on the page of its text. */
async function awaited(mailbox, words) {
  const members = ["toulouse-metropole", "sicoval", "carcassonne-agglo", "grand-montauban", "agglo-foix-varilhes", "coeur-et-coteaux-du-comminges"];
  for (const slug of members) {
    const person = await logIn(`${mailbox}.${slug}`);
    if (await person.page.locator(".task", { hasText: words }).count()) {
      await tabTo(person, ({ words: said }) => said.startsWith(words));
      await follow(person);
      return person;
    }
    await person.leave();
  }
  return assert.fail(`the demonstration asks nobody for « ${words} »`);
}

test("a direction gives its avis, a présidence takes its position", async () => {
  for (const [mailbox, words, word, form] of [
    ["direction", "Avis à donner", "favorable", "avis"],
    ["presidence", "Position à prendre", "approuve", "position"],
  ]) {
    const person = await awaited(mailbox, words);
    await choose(person, "mot", word);
    await tabTo(person, ({ words: said }) => /^(Donner|Prendre|Enregistrer|Confirmer)/.test(said));
    await follow(person);
    const message = await person.page.locator(".message").textContent();
    assert.match(message, new RegExp(form === "avis" ? "avis" : "position", "i"));
    await person.leave();
  }
});

test("the secretariat records an adoption", async () => {
  const person = await logIn("secretariat");
  await tabTo(person, ({ words }) => words.startsWith("Adoption à enregistrer"));
  await follow(person);
  if (!person.page.url().endsWith("/adoption")) {
    await tabTo(person, ({ href }) => href.endsWith("/adoption"));
    await follow(person);
  }
  await tabTo(person, ({ name }) => name === "jour");
  // The first of January: the same in every order of day and month.
  await person.page.keyboard.type(`0101${new Date().getFullYear()}`);
  await tabTo(person, ({ words }) => words === "Continuer");
  await follow(person);
  const votes = await person.page.locator("main input[type=radio][name^=vote-]").evaluateAll((all) => [...new Set(all.map(({ name }) => name))]);
  assert.ok(votes.length >= 6, "there is a vote for each member");
  for (const vote of votes) await choose(person, vote, "pour");
  const reserves = await person.page.locator("main input[type=radio][name^=reserve-]").count();
  if (reserves) await choose(person, await person.page.locator("main input[name^=reserve-]").first().getAttribute("name"), "maintenue");
  await tabTo(person, ({ name, value }) => name === "issue" && value === "adopter");
  await follow(person);
  assert.match(await person.page.locator(".message").textContent(), /adopt/i);
  await person.leave();
});
