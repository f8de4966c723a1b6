// A hand at a keyboard, which does what chance tells it: only by what a keyboard, an input method and a clipboard send.

const WORDS = ["dire ", "a", "métropole ", "É", "zan", ", ", "« ", "x y", "# ", "- ", "1. ", "> ", "---"];
const COMPOSED = [
  ["n", "ni", "nih", "日本"],
  ["^", "ê"],
  ["m", "mé", "mét", "métro"],
  ["q", "qu", ""],
];
const KEYS = {
  Enter: 5,
  "Shift+Enter": 1,
  Backspace: 6,
  Delete: 3,
  Tab: 3,
  "Shift+Tab": 2,
  "Control+b": 3,
  "Control+i": 2,
  "Control+z": 6,
  "Control+y": 4,
  "Control+Shift+7": 1,
  "Control+Shift+8": 2,
  "Control+Shift+9": 1,
  "Control+Alt+2": 1,
  "Control+Alt+0": 1,
  "Control+Alt+f": 1,
};
const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Control+Home", "Control+End", "Control+ArrowLeft", "Control+ArrowRight"];

export class Hand {
  /** `next` gives numbers in [0, 1). */
  static async of(person, next) {
    const self = new Hand();
    Object.assign(self, { page: person.page, next, devtools: await person.context.newCDPSession(person.page) });
    return self;
  }

  below(most) {
    return Math.floor(this.next() * most);
  }

  pick(from) {
    return from[this.below(from.length)];
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  /** Does one thing. */
  async act() {
    const deeds = [[6, "type"], [3, "compose"], [5, "move"], [3, "select"], [2, "carry"], [9, "key"]];
    let at = this.below(deeds.reduce((sum, [weight]) => sum + weight, 0));
    const [, deed] = deeds.find(([weight]) => (at -= weight) < 0);
    await this.comesBack();
    await this[deed]();
  }

  /** Tab may have led out of the text, to a link that Enter would follow. */
  comesBack() {
    return this.page.evaluate(() => {
      const text = document.querySelector("#editeur .ProseMirror");
      if (document.activeElement !== text) text.focus();
    });
  }

  type() {
    return this.page.keyboard.type(this.pick(WORDS));
  }

  async move() {
    const key = this.pick(MOVES);
    for (let times = this.below(4); times >= 0; times--) await this.press(key);
  }

  async select() {
    const key = `Shift+${this.pick(["ArrowLeft", "ArrowRight", "ArrowDown", "Control+ArrowLeft"])}`;
    for (let times = this.below(5); times >= 0; times--) await this.press(key);
  }

  /** Cuts or copies some words, and pastes them elsewhere. */
  async carry() {
    await this.select();
    await this.press(this.pick(["Control+c", "Control+x"]));
    await this.move();
    await this.press("Control+v");
  }

  async key() {
    const all = Object.entries(KEYS);
    let at = this.below(all.reduce((sum, [, weight]) => sum + weight, 0));
    await this.press(all.find(([, weight]) => (at -= weight) < 0)[0]);
  }

  /** What an input method shows while one composes. */
  shows(text) {
    return this.devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** What is chosen in the end. */
  chooses(text) {
    return this.devtools.send("Input.insertText", { text });
  }

  async compose() {
    const shown = this.pick(COMPOSED);
    for (const text of shown.slice(0, -1)) await this.shows(text);
    await this.chooses(shown.at(-1));
  }
}
