// What every page has to keep to, whoever reads it and however.

import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';

/// What differs from run to run, made the same.
function steady(text) {
  return text
    .replace(/\b\d{1,2}:\d{2}:\d{2}\b/g, 'CLOCK')
    .replace(/just now|\d+ (second|minute|hour|day)s? ago|yesterday/g, 'AGO')
    .replace(/\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d{4}\b/g, 'DATE')
    .replace(/after [\d.]+ s\b/g, 'after TIME')
    .replace(/, [\d.]+ s\b/g, ', TIME');
}

/// Compares with the file of that name, which is rewritten when the stage says so.
export function golden(stage, name, text) {
  const file = `${stage.golden}/${name}`;
  const now = `${steady(text).trim()}\n`;
  if (stage.update) {
    writeFileSync(file, now);
  }
  assert.ok(existsSync(file), `${name} is missing; -Dreeve.golden.update=true writes it`);
  assert.equal(now, readFileSync(file, 'utf8'), name);
}

/// The page as a screen reader has it.
export async function tree(stage, name, page) {
  golden(stage, `${name}.aria.txt`, await page.locator('body').ariaSnapshot());
}

/// Every control has a name.
export async function named(page) {
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"], dialog, nav, section, aside')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const by = element.getAttribute('aria-labelledby');
        const labels = [...(element.labels ?? [])].map((label) => label.textContent).join('');
        const own = ['A', 'BUTTON', 'PRE'].includes(element.tagName) ? element.textContent : '';
        return !(element.getAttribute('aria-label') || (by && document.getElementById(by)?.textContent) || labels || own).trim();
      })
      .map((element) => element.outerHTML.slice(0, 200)),
  );
  assert.deepEqual(nameless, [], 'controls without a name');
}

/// Where the Tab key leads, in order, seeing each time that the focus can be seen.
export async function tabs(page, most = 60) {
  const names = [];
  await page.locator('#skip').focus(); // the first of all
  for (let i = 0; i < most; i++) {
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element === null) {
        return null;
      }
      const style = getComputedStyle(element);
      const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
      return {name: `${element.tagName.toLowerCase()}: ${name.trim()}`, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
    });
    if (here === null) {
      break;
    }
    assert.ok(i === 0 || here.seen, `the focus on ${here.name} cannot be seen`); // the first was not reached by a key
    names.push(here.name);
    await page.keyboard.press('Tab');
  }
  return names.join('\n');
}

/// Text stands out from what is behind it by 4.5 to 1 (WCAG AA).
export async function contrast(page) {
  const weak = await page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const rgba = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.slice(0, 3).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = rgba(getComputedStyle(at).backgroundColor);
        if (color[3] === 255) {
          return color;
        }
      }
      return [255, 255, 255, 255];
    };
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (node.textContent.trim() && element.checkVisibility() && !element.closest('.spoken, .skip, noscript')) {
        const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) {
          found.push(`${ratio.toFixed(2)}: ${node.textContent.trim().slice(0, 60)}`);
        }
      }
    }
    return found;
  });
  assert.deepEqual(weak, [], 'text that is hard to read');
}

/// Nothing has to be scrolled sideways.
export async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
}

/// A picture, kept with the documentation when the stage says so.
export async function picture(stage, name, page) {
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(2, 2);
  await page.screenshot({path: `${stage.pictures}/${name}.png`, scale: 'css'});
}
