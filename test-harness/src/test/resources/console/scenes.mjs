// The scenes the console is tried in, each with a browser of its own.

import assert from 'node:assert/strict';
import {contrast, fits, golden, named, picture, tabs, tree} from './checks.mjs';

async function signIn(page, stage) {
  await page.getByLabel('Administrator’s token').fill(stage.token);
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByRole('heading', {name: 'Devices', level: 1}).waitFor();
  await page.getByText('Live', {exact: true}).waitFor();
}

async function signedIn({stage, open}, options) {
  const page = await open(options);
  await signIn(page, stage);
  return page;
}

async function device(play, name, options) {
  const page = await signedIn(play, options);
  await page.getByRole('link', {name, exact: true}).click();
  await page.getByRole('heading', {name, level: 1}).waitFor();
  return page;
}

const results = (page) => page.getByRole('region', {name: 'Results'});

const result = (page, name) => results(page).getByRole('listitem').filter({hasText: name}).first();

function quiet(page) {
  assert.deepEqual(page.complaints, [], 'the browser complains');
}

/// The token opens it, is not told to anyone, and is forgotten.
export async function signInAndOut({stage, open}) {
  const page = await open();
  await tree(stage, 'sign-in', page);
  await picture(stage, 'sign-in', page);
  await page.getByLabel('Administrator’s token').fill('wrong');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByRole('alert').getByText('That is not the token.').waitFor();
  await signIn(page, stage);
  await page.reload();
  await page.getByRole('link', {name: 'birch-12'}).waitFor();
  assert.ok(!page.url().includes(stage.token));
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  quiet(page);
  await page.getByRole('button', {name: 'Sign out'}).click();
  await page.getByRole('heading', {name: 'Sign in'}).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.reload();
  await page.getByRole('heading', {name: 'Sign in'}).waitFor();
}

/// Who needs attention comes first; tiles and the search narrow the list.
export async function devicesAtAGlance(play) {
  const page = await signedIn(play);
  const names = () => page.getByRole('row').getByRole('link').allTextContents();
  await page.getByRole('link', {name: 'birch-12'}).waitFor();
  assert.deepEqual(await names(), ['birch-12', 'fjord-05', 'cedar-03', 'dune-21', 'atlas-07', 'elm-09']);
  const birch = page.getByRole('row', {name: 'birch-12'});
  assert.match(await birch.textContent(), /Not compliant2 rules.*ann@example\.org.*Debian GNU\/Linux 12/);
  await tree(play.stage, 'devices', page);
  await picture(play.stage, 'devices', page);
  await page.getByRole('button', {name: '2 Compliant'}).click();
  assert.deepEqual(await names(), ['atlas-07', 'elm-09']);
  await page.getByRole('button', {name: '6 Devices'}).click();
  await page.getByLabel('Find').fill('carl@');
  assert.deepEqual(await names(), ['cedar-03']);
  await page.getByText('1 of 6 devices.').waitFor();
  quiet(page);
}

/// One device's verdicts, settings, inventory and timeline.
export async function oneDevice(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('heading', {name: 'The disk is encrypted'}).waitFor();
  await page.getByText('Ask the helpdesk to set up this machine anew.').waitFor();
  await tree(play.stage, 'device', page);
  await picture(play.stage, 'device', page);
  await page.getByRole('link', {name: 'Settings'}).click();
  await page.getByRole('rowheader', {name: 'PermitRootLogin'}).waitFor();
  await tree(play.stage, 'settings', page);
  await picture(play.stage, 'settings', page);
  await page.getByRole('link', {name: 'Inventory'}).click();
  await page.getByLabel('Table', {exact: true}).selectOption('deb_packages');
  await page.getByText('250 of 250 rows.').waitFor();
  assert.equal(await page.getByRole('region', {name: 'Rows'}).getByRole('row').count(), 101);
  await page.getByRole('button', {name: 'Show 100 more'}).click();
  assert.equal(await page.getByRole('region', {name: 'Rows'}).getByRole('row').count(), 201);
  await page.getByLabel('Find in it').fill('package-17');
  await page.getByText('11 of 250 rows.').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await picture(play.stage, 'inventory', page);
  await page.getByRole('link', {name: 'Timeline'}).click();
  await page.getByText('Judged itself').first().waitFor();
  await page.locator('.entry').getByText(/^Session/).first().waitFor();
  await tree(play.stage, 'timeline', page);
  await picture(play.stage, 'timeline', page);
  await page.getByLabel('Show', {exact: true}).selectOption('command');
  await page.getByText('Nothing of this kind has happened.').waitFor();
  await page.goBack();
  await page.getByRole('heading', {name: 'Inventory'}).waitFor();
  quiet(page);
}

/// An action is asked for, done and seen to be done, and what it brings is seen, without reading the page anew.
export async function anActionAndWhatComesOfIt(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('heading', {name: 'The disk is encrypted'}).waitFor();
  await page.getByRole('button', {name: 'Check compliance'}).click();
  await result(page, 'Check compliance').getByText('Done.').waitFor();
  await page.getByRole('status', {name: 'What has just happened'}).getByText('Check compliance: Done.').waitFor();
  await page.locator('.standing .badge.good').getByText('Compliant').waitFor();
  await page.getByText('The disk is encrypted').locator('../..').getByText('Holds').waitFor();
  await page.getByRole('button', {name: 'Sync now'}).click();
  await result(page, 'Sync now').getByText('Done.').waitFor();
  await page.setViewportSize({width: 1280, height: 1000});
  await picture(play.stage, 'action', page);
  await page.getByRole('link', {name: 'All devices'}).click();
  assert.match(await page.getByRole('row', {name: 'birch-12'}).textContent(), /Compliant/);
  quiet(page);
}

/// The restart that waits for a good moment goes out with its reason, or not at all.
export async function aRestartAtAGoodMoment(play) {
  const page = await device(play, 'birch-12');
  const soon = page.getByRole('button', {name: 'Restart soon…'});
  await soon.click();
  const dialog = page.getByRole('dialog', {name: 'Restart soon: birch-12'});
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  await soon.click();
  await dialog.getByLabel('Reason, for the person at the machine').fill('security updates');
  await dialog.getByRole('button', {name: 'Restart soon', exact: true}).click();
  await result(page, 'Restart soon').getByText('Done.').waitFor();
  quiet(page);
}

/// Who pressed the wrong button has the minutes in which people save their work.
export async function aRestartIsCalledOff(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('button', {name: 'Restart…', exact: true}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Restart', exact: true}).click();
  await result(page, 'Restart').getByText('Accepted; it goes on.').waitFor();
  await page.reload();
  await page.getByRole('button', {name: 'Call it off: Restart'}).click();
  await results(page).getByText('Not done: called off').waitFor();
  await result(page, 'Call off the restart').getByText('Done.').waitFor();
  assert.equal(await page.getByRole('button', {name: 'Call it off'}).count(), 0);
  quiet(page);
}

/// What a device does not offer it refuses, and once it has said so the button says it too.
export async function whatADeviceDoesNotOffer(play) {
  const page = await device(play, 'birch-12');
  await page.getByText('has not been asked what it offers').waitFor();
  await page.getByRole('button', {name: 'Lock'}).click();
  await result(page, 'Lock').getByText('This device does not offer it.').waitFor();
  await page.getByRole('button', {name: 'Ask what it offers'}).click();
  await page.getByText('What is greyed out this device does not offer.').waitFor();
  const lock = page.getByRole('button', {name: 'Lock', exact: true});
  assert.equal(await lock.getAttribute('aria-disabled'), 'true');
  await lock.click({force: true});
  await page.getByText('Lock: This device does not offer it.').last().waitFor();
  assert.equal(await page.getByRole('button', {name: 'Sweep'}).count(), 0);
  assert.equal(await page.getByRole('button', {name: 'Check all settings'}).getAttribute('aria-disabled'), 'false');
  await tree(play.stage, 'offer', page);
  quiet(page);
}

/// A wipe wants the device's name, and is taken back with Escape.
export async function aWipeWantsTheName(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('button', {name: 'Wipe'}).click();
  const dialog = page.getByRole('dialog', {name: 'Wipe birch-12'});
  await dialog.waitFor();
  await named(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Wipe'}).click();
  assert.equal(await dialog.getByLabel('Second signature').count(), 0);
  await dialog.getByText('“Ask what it offers” tells whether it does.').waitFor();
  await dialog.getByLabel('Type the device’s name').fill('birch-1');
  await dialog.getByRole('button', {name: 'Wipe it'}).click();
  await dialog.getByRole('alert').getByText('That is not its name.').waitFor();
  await dialog.getByLabel('Type the device’s name').fill('birch-12');
  await dialog.getByRole('button', {name: 'Wipe it'}).click();
  await result(page, 'Wipe').getByText('Done.').waitFor();
  quiet(page);
}

/// Where the device has an approver key, a wipe wants the second signature too, and carries it.
export async function aWipeWantsTheSecondSignature(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('button', {name: 'Ask what it offers'}).click();
  await page.getByText(/It said so/).waitFor();
  await page.getByRole('button', {name: 'Wipe'}).click();
  const dialog = page.getByRole('dialog', {name: 'Wipe birch-12'});
  await dialog.getByLabel('Type the device’s name').fill('birch-12');
  await dialog.getByRole('button', {name: 'Wipe it'}).click();
  await dialog.getByRole('alert').getByText('Without the second signature').waitFor();
  await tree(play.stage, 'wipe', page);
  await picture(play.stage, 'wipe', page);
  await dialog.getByLabel('Second signature').fill('APPROVED.BY-EVE');
  await dialog.getByRole('button', {name: 'Wipe it'}).click();
  await result(page, 'Second signature').getByText('Done.').waitFor();
  await result(page, /^Wipe/).getByText(/Held back until .*; it can still be cancelled\./).waitFor();
  await page.evaluate(() => document.getElementById('results-title').scrollIntoView());
  await picture(play.stage, 'held', page);
  await page.reload();
  await page.getByRole('button', {name: 'Cancel it: Wipe'}).click();
  await result(page, /^Wipe/).getByText('Not done: cancelled by the service').waitFor();
  await page.getByRole('link', {name: 'Timeline'}).click();
  await page.locator('.entry').getByText('Wipe: refused').waitFor();
  quiet(page);
}

/// A script goes out as it was written; what it printed comes back.
export async function aScriptAndItsOutput(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('button', {name: 'Run a script'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Run', exact: true}).click();
  await dialog.getByText('Write the script first.').waitFor();
  await dialog.getByLabel('Name').fill('disk-space');
  await dialog.getByLabel('Script', {exact: true}).fill('df -h /\n');
  await dialog.getByLabel('Seconds at most').fill('30');
  await tree(play.stage, 'script', page);
  await dialog.getByRole('button', {name: 'Run', exact: true}).click();
  await result(page, 'Run a script').getByText('42 % are used').waitFor();
  quiet(page);
}

/// A profile is uploaded, given to a device, and taken away; a bad one is refused with a reason.
export async function profiles(play) {
  const page = await signedIn(play);
  await page.getByRole('link', {name: 'Profiles'}).click();
  await page.getByRole('link', {name: 'baseline'}).waitFor();
  await picture(play.stage, 'profiles', page);
  await tree(play.stage, 'profiles', page);
  await page.getByLabel('Name').fill('banner');
  await page.getByLabel('Content').fill('{"items": [{"uri": "./A/../B"}]}');
  await page.getByRole('button', {name: 'Store the profile'}).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('File', {exact: true}).setInputFiles({
    name: 'kiosk banner.xml',
    mimeType: 'application/xml',
    buffer: Buffer.from('<Add><Item><Target><LocURI>./Device/Vendor/Test/Banner</LocURI></Target><Data>Hello</Data></Item></Add>'),
  });
  await page.getByLabel('Name').fill('banner');
  await page.getByRole('button', {name: 'Store the profile'}).click();
  await page.getByRole('link', {name: 'banner', exact: true}).click();
  await page.getByRole('heading', {name: 'banner', level: 1}).waitFor();
  await page.getByLabel('Assign to').selectOption('birch-12');
  await page.getByRole('button', {name: 'Assign', exact: true}).click();
  await page.getByRole('link', {name: 'birch-12'}).click();
  await page.getByRole('link', {name: 'Settings'}).click();
  await page.getByRole('row', {name: 'Banner'}).getByText('Applied').waitFor();
  await page.getByRole('link', {name: 'Overview'}).click();
  await page.getByRole('button', {name: 'Take away: banner'}).click();
  await page.getByRole('button', {name: 'Take away: banner'}).waitFor({state: 'detached'});
  await page.getByRole('link', {name: 'Profiles'}).click();
  await page.getByRole('link', {name: 'banner', exact: true}).click();
  await page.getByRole('button', {name: 'Delete the profile'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Delete it'}).click();
  await page.getByRole('heading', {name: 'Profiles', level: 1}).waitFor();
  assert.equal(await page.getByRole('link', {name: 'banner', exact: true}).count(), 0);
  quiet(page);
}

/// Whatever a device calls itself or reports stays text, and cannot hide or reorder what is around it.
export async function hostileText(play) {
  const page = await signedIn(play);
  const link = page.getByRole('row').getByRole('link', {name: 'onerror'});
  const name = await link.textContent();
  assert.equal(name, '<img src=x onerror="document.title=1">\ufffdgpj.exe');
  await link.click();
  await page.getByRole('heading', {name: 'onerror', level: 1}).waitFor();
  await page.getByRole('heading', {name: '<script>alert(1)</script>'}).waitFor();
  await page.getByRole('heading', {name: 'Its state is the name of something else'}).waitFor();
  await page.getByRole('heading', {name: '{"toString":1}'}).waitFor();
  await page.getByRole('button', {name: 'Lock'}).waitFor();
  await page.getByRole('link', {name: 'Inventory'}).click();
  await page.getByText('<b>bold</b>').waitFor();
  await page.getByRole('link', {name: 'Timeline'}).click();
  await page.getByText('Judged itself').waitFor();
  assert.equal(await page.locator('main img, main script, main b').count(), 0);
  assert.ok((await page.locator('main').textContent()).length < 100_000, 'the text is not bounded');
  await fits(page);
  quiet(page);
}

/// When the lab goes the page says so, and is right again by itself when it is back.
export async function theLineBreaks(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('heading', {name: 'The disk is encrypted'}).waitFor();
  await play.ask('stop the lab');
  await page.getByText('Not connected.').waitFor();
  await page.getByRole('button', {name: 'Check compliance'}).click();
  await page.getByText('Check compliance: The lab does not answer.').waitFor();
  await play.ask('start the lab');
  await page.getByText('Live', {exact: true}).waitFor({timeout: 40_000});
  await page.getByRole('button', {name: 'Check compliance'}).click();
  await result(page, 'Check compliance').getByText('Waiting for the device').waitFor();
  await result(page, 'Check compliance').getByRole('button', {name: 'Take back'}).click();
  await result(page, 'Check compliance').getByText('Taken back.').waitFor();
}

/// Every page, with what shows that it is there.
const PAGES = [
  ['#/devices', 'cedar-03'],
  ['#/devices/ID', 'The disk is encrypted'],
  ['#/devices/ID/settings', 'PermitRootLogin'],
  ['#/devices/ID/inventory', 'Example Machines'],
  ['#/devices/ID/timeline', 'Judged itself'],
  ['#/profiles', 'lab-machines'],
  ['#/profiles/baseline', 'PermitRootLogin'],
];

async function everyPage(play, page, work) {
  for (const [path, text] of PAGES) {
    await page.evaluate((hash) => (location.hash = hash), path.replace('ID', play.stage.device));
    await page.locator('main').getByText(text).first().waitFor();
    await work(path);
  }
}

/// Everything can be reached by the keyboard, in the order it is read, and has a name.
export async function byKeyboard(play) {
  const page = await device(play, 'birch-12');
  await page.getByRole('heading', {name: 'The disk is encrypted'}).waitFor();
  golden(play.stage, 'device.tabs.txt', await tabs(page));
  await page.getByRole('link', {name: 'Skip to the content'}).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await page.getByRole('button', {name: 'Lock'}).focus();
  await page.keyboard.press('Enter');
  await result(page, 'Lock').getByText('This device does not offer it.').waitFor();
  await page.getByRole('button', {name: 'Restart…', exact: true}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', {name: 'Restart: birch-12'}).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Restart/);
  await page.getByRole('link', {name: 'All devices'}).click();
  await page.getByRole('link', {name: 'birch-12'}).waitFor();
  golden(play.stage, 'devices.tabs.txt', await tabs(page));
  quiet(page);
}

/// Every page is readable in light and dark, has names for everything, and fits a phone.
export async function forEveryEye(play) {
  for (const options of [{colorScheme: 'light'}, {colorScheme: 'dark'}, {colorScheme: 'light', viewport: {width: 360, height: 740}}]) {
    const page = await signedIn(play, options);
    await everyPage(play, page, async (path) => {
      await named(page);
      await contrast(page);
      await fits(page);
      if (options.colorScheme === 'dark' && path === '#/devices/ID') {
        await picture(play.stage, 'dark', page);
      }
      if (options.viewport && path === '#/devices/ID') {
        await picture(play.stage, 'phone', page);
      }
    });
    quiet(page);
    await page.context().close();
  }
}
