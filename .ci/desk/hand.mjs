// How a person acts on a page: with the mouse, or with keys alone. Both know what is on a page by the names that are read there, and count
// what they do.

// Most stops of Tab on the way to something.
const STOPS = 400;
// How long something may take to appear, in milliseconds.
const PATIENCE = 120_000;

class Hand {
  constructor(page) {
    Object.assign(this, { page, steps: 0, clicks: 0, keys: 0 });
  }

  // What is pressed, by its name or a selector: a link, a button, a summary.
  thing(name) {
    return this.wait(name, "a[href], button, summary");
  }

  // A field, by its label or a selector.
  field(name) {
    return this.wait(name, "label");
  }

  async wait(name, kinds) {
    const found = await this.page
      .waitForFunction(seek, { timeout: PATIENCE, polling: 50 }, name, kinds)
      .catch(async () => {
        const text = await this.page.evaluate(() => document.querySelector("main")?.innerText ?? "");
        throw new Error(`nothing is named “${name}” at ${this.page.url()}:\n${text}`);
      });
    return found.asElement();
  }

  // Waits for words on the page.
  async see(words) {
    await this.wait(words, "main");
  }

  // Presses what leads to another page.
  async go(name) {
    const thing = await this.thing(name);
    await this.load(() => this.activate(thing, "Enter"));
  }

  async load(act) {
    const loaded = this.page.waitForNavigation({ waitUntil: "load", timeout: PATIENCE });
    await Promise.all([loaded, act()]);
  }

  // Presses what does something on this page.
  async press(name) {
    await this.activate(await this.thing(name), "Enter");
  }

  // Ticks a box, or unticks it.
  async tick(name, isTicked = true) {
    const box = await this.field(name);
    if ((await box.evaluate((box) => box.checked)) !== isTicked) await this.activate(box, " ");
  }

  // Puts a text into a field, instead of what is there.
  async write(name, text) {
    const field = await this.field(name);
    await this.reach(field);
    this.steps += 1;
    const kind = await field.evaluate((field) => field.type);
    if (kind === "date") {
      const [year, month, day] = text.split("-");
      await this.type(`${month}${day}${year}`);
    } else {
      await this.chord("Control", "a");
      await this.type(text);
    }
    const written = await field.evaluate((field) => field.value);
    if (written !== text) throw new Error(`“${name}” has “${written}” instead of “${text}”`);
  }

  // Goes to the end of a text, and writes on.
  async append(name, text) {
    const field = await this.field(name);
    await this.reach(field);
    this.steps += 1;
    await this.chord("Control", "End");
    await this.type(text);
  }

  // Writes on where a passage of a text ends: a click there, or the way of the cursor.
  async continue(name, passage, text) {
    const field = await this.field(name);
    await this.reach(field);
    this.steps += 1;
    await this.place(field, await field.evaluate((field, passage) => field.value.indexOf(passage) + passage.length, passage));
    await this.type(text);
  }

  // Gives files; the window in which they are chosen is the system's.
  async give(name, ...files) {
    const field = await this.field(name);
    await this.reach(field);
    this.steps += 1;
    await field.uploadFile(...files);
  }

  // Chooses a value of a list by its name, where it is not chosen already; whether it was not.
  async choose(name, wanted) {
    const list = await this.field(name);
    await this.reach(list);
    this.steps += 1;
    const ways = await list.evaluate((list, wanted) => {
      const at = [...list.options].findIndex((option) => option.text.trim() === wanted);
      return at < 0 ? null : at - list.selectedIndex;
    }, wanted);
    if (ways === null) throw new Error(`“${name}” has no “${wanted}”`);
    if (ways !== 0) await this.turn(list, ways, wanted);
    return ways !== 0;
  }

  async type(text) {
    this.keys += [...text].length;
    await this.page.keyboard.type(text);
  }

  async key(name) {
    this.keys += 1;
    await this.page.keyboard.press(name);
  }

  async chord(modifier, key) {
    this.keys += 2;
    await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(key);
    await this.page.keyboard.up(modifier);
  }
}

// Clicks on what it wants, and writes with the keyboard.
class Mouse extends Hand {
  async reach(thing) {
    this.clicks += 1;
    await thing.evaluate((thing) => thing.scrollIntoView({ block: "center", behavior: "instant" }));
    const kind = await thing.evaluate((thing) => thing.type);
    // A click would open a window of the system, or of the browser.
    if (kind === "file" || kind === "date" || kind === "select-one") await thing.focus();
    else await thing.click();
  }

  async activate(thing) {
    this.steps += 1;
    await this.reach(thing);
  }

  async place(field, at) {
    this.clicks += 1;
    await field.evaluate((field, at) => field.setSelectionRange(at, at), at);
  }

  async turn(list, ways, wanted) {
    this.clicks += 1;
    const value = await list.evaluate(
      (list, wanted) => [...list.options].find((option) => option.text.trim() === wanted).value,
      wanted,
    );
    await list.select(value);
  }
}

// Comes to what it wants by Tab, and acts by Enter, Space and arrows.
class Keys extends Hand {
  async reach(thing) {
    for (let stop = 0; stop < STOPS; stop += 1) {
      const way = await thing.evaluate((thing) => {
        const here = document.activeElement;
        if (here === thing) return "here";
        const isOfGroup = thing.type === "radio" && here?.type === "radio" && here.name === thing.name;
        if (isOfGroup) return thing.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? "up" : "down";
        if (!here || here === document.body) return "forward";
        return thing.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? "back" : "forward";
      });
      if (way === "here") return;
      if (way === "back") await this.chord("Shift", "Tab");
      else await this.key({ forward: "Tab", down: "ArrowDown", up: "ArrowUp" }[way]);
    }
    const name = await thing.evaluate((thing) => thing.outerHTML.slice(0, 120));
    throw new Error(`keys do not come to ${name} at ${this.page.url()}`);
  }

  async activate(thing, key) {
    this.steps += 1;
    await this.reach(thing);
    // Arrows have chosen it already.
    if (key === " " && (await thing.evaluate((thing) => thing.type === "radio"))) return;
    await this.key(key);
  }

  async place(field, at) {
    await this.chord("Control", "Home");
    const lines = await field.evaluate((field, at) => field.value.slice(0, at).split("\n").length - 1, at);
    // Long lines have several on the screen.
    for (let line = 0; line < STOPS; line += 1) {
      const here = await field.evaluate((field) => field.value.slice(0, field.selectionStart).split("\n").length - 1);
      if (here >= lines) break;
      await this.key("ArrowDown");
    }
    while ((await field.evaluate((field) => field.selectionStart)) < at) await this.key("ArrowRight");
  }

  async turn(list, ways) {
    for (let way = 0; way < Math.abs(ways); way += 1) await this.key(ways > 0 ? "ArrowDown" : "ArrowUp");
  }
}

export const HANDS = { mouse: Mouse, keys: Keys };

// Runs in the page: the first seen thing of a name, or of a selector.
function seek(name, kinds) {
  const plain = (text) => text.replace(/\s+/gu, " ").trim();
  const isSeen = (thing) => thing.getClientRects().length > 0;
  if (/^([#.[]|main )/u.test(name)) return [...document.querySelectorAll(name)].find(isSeen);
  const all = [...document.querySelectorAll(kinds)].filter(isSeen);
  const named = (thing) => plain(thing.getAttribute("aria-label") ?? thing.innerText ?? "");
  const found = all.find((thing) => named(thing) === name) ?? all.find((thing) => named(thing).includes(name));
  return kinds === "label" ? found?.control : found;
}
