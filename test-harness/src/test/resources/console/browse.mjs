// Plays one scene in a headless Chromium: node browse.mjs SCENE, with the stage as a line of JSON on standard input. Exits
// with 0 when all went as it should; says on standard output what did not. `@ask NAME` has the other side do something,
// which it answers with a line.

import {createInterface} from 'node:readline';
import {chromium} from 'playwright-core';
import * as scenes from './scenes.mjs';

const input = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const stage = JSON.parse((await input.next()).value);

async function ask(name) {
  console.log(`@ask ${name}`);
  await input.next();
}

const browser = await chromium.launch({
  executablePath: stage.chromium,
  timeout: 120_000,
  args: [
    ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    `--ignore-certificate-errors-spki-list=${stage.authority}`,
    '--disable-background-networking',
    '--disable-lcd-text', // smaller pictures
  ],
});

/// A page in a tab of its own, whose every complaint is kept.
async function open(options = {}) {
  const context = await browser.newContext({
    viewport: {width: 1280, height: 860},
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (said) => {
    const answered = said.location().url.startsWith(`${stage.base}/api/v1/`); // the API refused: the page says so itself
    if (['error', 'warning'].includes(said.type()) && !answered) {
      page.complaints.push(said.text());
    }
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  await page.goto(`${stage.base}/console/`);
  return page;
}

let failure = null;
try {
  await scenes[process.argv[2]]({stage, open, ask});
} catch (error) {
  failure = error;
}
await browser.close();
if (failure) {
  console.log(failure.stack);
}
process.exit(failure ? 1 : 0);
