import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** The colours of one theme, by name. */
type Theme = Map<string, string>;

function colours(css: string): Theme {
  return new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map(([, name, colour]) => [name!, colour!]));
}

function themes(): Record<string, Theme> {
  const css = readFileSync("styles/tokens.css", "utf8");
  const [light, dark] = css.split("prefers-color-scheme: dark");
  return { light: colours(light!), dark: colours(dark!) };
}

/** WCAG 2.1, relative luminance. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = channels.map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** WCAG 2.1, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

const TEXTS = ["ink", "ink-soft", "brick", "brick-deep", "good", "caution", "bad", ...Array.from({ length: 10 }, (_, at) => `c${at}`)];
const SHAPES = ["rule-strong", "focus"];

for (const [name, theme] of Object.entries(themes())) {
  test(`the ${name} theme reads: 4.5 for texts, 3 for what is only a shape`, () => {
    const poor: string[] = [];
    const check = (front: string, back: string, least: number): void => {
      const ratio = contrast(theme.get(front)!, theme.get(back)!);
      if (ratio < least) poor.push(`${front} on ${back}: ${ratio.toFixed(2)}`);
    };
    for (const back of ["paper", "paper-raised"]) {
      for (const front of TEXTS) check(front, back, 4.5);
      for (const front of SHAPES) check(front, back, 3);
    }
    check("on-brick", "brick", 4.5);
    check("on-brick", "brick-deep", 4.5);
    assert.deepEqual(poor, []);
  });
}
