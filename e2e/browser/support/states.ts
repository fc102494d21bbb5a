import { expect, type Page } from '@playwright/test';
import { newAccount, newPassword, nova, words, type Account } from './people';
import { brokenPicture, picture } from './pictures';
import {
  composer,
  crud,
  crudLink,
  expectSharp,
  fillSignIn,
  heading,
  photoInput,
  photosOf,
  post,
  postButton,
  signIn,
  uploaded,
} from './site';

/** A page, or a page with something open on it. */
export interface State {
  name: string;
  /** Error answers that belong to it. */
  provokes?: { status: number; path: RegExp }[];
  /** Goes there; `account` is somebody who can sign in. */
  open: (page: Page, account: Account) => Promise<void>;
}

async function ownProfile(page: Page, account: Account): Promise<void> {
  await signIn(page, account);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Profile' })
    .click();
  await expect(page.getByRole('button', { name: 'Edit profile' })).toBeVisible();
}

async function ownCrud(page: Page, account: Account): Promise<string> {
  await signIn(page, account);
  const text = words('look at me @nova and write to me');
  await post(page, text, '1 hour');
  return text;
}

async function ownThread(page: Page, account: Account): Promise<void> {
  const text = await ownCrud(page, account);
  await crudLink(page, text).click();
  for (const reply of ['I can hear you', 'me too, from the kitchen']) {
    await page.getByLabel('Your reply').fill(words(reply));
    await page.getByLabel('Your reply').press('Control+Enter');
    await expect(page.getByRole('feed', { name: 'Replies' })).toContainText(reply);
  }
}

/** A conversation that was begun from the profile of another, with something said in it. */
async function ownConversation(page: Page, account: Account): Promise<void> {
  await signIn(page, account);
  await page.goto('/@ziggy');
  await page.getByRole('link', { name: 'Message @ziggy' }).click();
  for (const text of ['are you awake?', 'there is something in the garden, and it hums']) {
    await page.getByRole('textbox', { name: /^Message to/ }).fill(words(text));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.locator('li[data-message]').filter({ hasText: text })).toBeVisible();
  }
}

/** Opens an entry of the menu of one's own crud. */
async function ownMenu(page: Page, account: Account, item: string): Promise<void> {
  const text = await ownCrud(page, account);
  await crud(page, text).getByRole('button', { name: 'More about this crud' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Posts three photos, one of them described. */
async function ownPhotos(page: Page, account: Account): Promise<string> {
  await signIn(page, account);
  const files = [{ hue: 20 }, { hue: 200, width: 900, height: 1400 }, { hue: 300, width: 1800 }];
  const drawn = files.map((file, index) => picture(page, `${index}.jpg`, file));
  await photoInput(page).setInputFiles(await Promise.all(drawn));
  await page.getByRole('button', { name: 'ALT: describe photo 1' }).click();
  await page.getByRole('textbox', { name: 'Description' }).fill('Blue rings in the evening sun');
  await page.getByRole('button', { name: 'Save' }).click();
  const text = words('it was better in person');
  await composer(page).fill(text);
  await uploaded(page);
  await postButton(page).click();
  await expect(photosOf(crud(page, text))).toHaveCount(3);
  for (const image of await photosOf(crud(page, text)).all()) await expectSharp(image);
  return text;
}

/** Every page and main state of the site. */
export const states: readonly State[] = [
  {
    name: 'front page of a stranger',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('feed')).toBeVisible();
    },
  },
  {
    name: 'everybody’s cruds, to a person',
    open: async (page, account) => {
      await signIn(page, account);
      await page
        .getByRole('navigation', { name: 'Feeds' })
        .getByRole('link', { name: 'Everybody' })
        .click();
      await expect(page.getByRole('feed')).toBeVisible();
    },
  },
  {
    name: 'home of a newcomer',
    open: async (page, account) => {
      await signIn(page, account);
      await expect(page.getByText('It’s quiet at home')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Follow @/ }).first()).toBeVisible();
    },
  },
  {
    name: 'home of somebody who follows',
    open: async (page) => {
      await signIn(page, nova);
      await expect(page.getByRole('feed', { name: 'Cruds of those you follow' })).toBeVisible();
    },
  },
  {
    name: 'a draft that is too long',
    open: async (page, account) => {
      await signIn(page, account);
      await composer(page).fill(`psst ${'and on '.repeat(41)}`);
      await expect(page.getByText('Too long: what is marked doesn’t fit.')).toBeVisible();
    },
  },
  {
    name: 'a draft with photos, one of them refused',
    open: async (page, account) => {
      await signIn(page, account);
      const files = [brokenPicture(), await picture(page, 'good.jpg')];
      await photoInput(page).setInputFiles(files);
      await expect(page.getByRole('alert')).toBeVisible({ timeout: 45_000 });
      await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 45_000 });
    },
  },
  {
    name: 'describing a photo',
    open: async (page, account) => {
      await signIn(page, account);
      await photoInput(page).setInputFiles(await picture(page, 'good.jpg'));
      await page.getByRole('button', { name: 'ALT: describe photo 1' }).click();
      await page.getByRole('textbox', { name: 'Description' }).fill('x'.repeat(1501));
      await expect(page.getByText('1 character too many.')).toBeVisible();
    },
  },
  {
    name: 'photos in a feed',
    open: async (page, account) => {
      await ownPhotos(page, account);
    },
  },
  {
    name: 'a photo looked at',
    open: async (page, account) => {
      const text = await ownPhotos(page, account);
      await crud(page, text)
        .getByRole('button', { name: /Photo 1 of 3/ })
        .click();
      const viewer = page.getByRole('dialog', { name: /^Photos by/ });
      await expectSharp(viewer.locator('img').first());
    },
  },
  {
    name: 'cropping a picture',
    open: async (page, account) => {
      await ownProfile(page, account);
      await page.getByRole('button', { name: 'Edit profile' }).click();
      await page.getByLabel('File of your picture').setInputFiles(await picture(page, 'face.jpg'));
      await expect(page.getByRole('slider', { name: 'Zoom' })).toBeVisible();
    },
  },
  {
    name: 'choice of a life',
    open: async (page, account) => {
      await signIn(page, account);
      await page.getByRole('button', { name: /^Burns after / }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'composer over the page',
    open: async (page, account) => {
      await signIn(page, account);
      await page.getByRole('button', { name: 'New crud' }).click();
      await expect(page.getByRole('dialog', { name: 'New crud' })).toBeVisible();
    },
  },
  {
    name: 'menu of the account',
    open: async (page, account) => {
      await signIn(page, account);
      await page.getByRole('button', { name: /^Account of / }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'profile of somebody',
    open: async (page) => {
      await page.goto('/@nova');
      await expect(page.getByRole('article').first()).toBeVisible();
    },
  },
  { name: 'own profile without cruds', open: ownProfile },
  {
    name: 'followers of somebody',
    open: async (page, account) => {
      await signIn(page, account);
      await page.goto('/@nova/followers');
      await expect(page.getByRole('list', { name: 'Followers' })).toBeVisible();
    },
  },
  {
    name: 'settings',
    open: async (page, account) => {
      await signIn(page, account);
      await page.goto('/settings');
      await expect(heading(page, 'Settings')).toBeVisible();
    },
  },
  {
    name: 'keyboard shortcuts',
    open: async (page, account) => {
      await signIn(page, account);
      await page.locator('body').press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
  {
    name: 'editing the profile, with faults',
    open: async (page, account) => {
      await ownProfile(page, account);
      await page.getByRole('button', { name: 'Edit profile' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit profile' });
      await dialog.getByRole('textbox', { name: 'Display name' }).fill('');
      await dialog.getByRole('textbox', { name: 'Website' }).fill('javascript:x');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog.getByText('You need a name.')).toBeVisible();
    },
  },
  {
    name: 'a crud',
    open: async (page, account) => {
      const text = await ownCrud(page, account);
      await crudLink(page, text).click();
      await expect(heading(page, 'Crud')).toBeVisible();
      await expect(page.getByRole('article')).toContainText('look at me');
    },
  },
  { name: 'a thread', open: ownThread },
  {
    name: 'a thread with a stone',
    open: async (page, account) => {
      await ownThread(page, account);
      await crudLink(page, 'I can hear you').click();
      await page.getByLabel('Your reply').fill(words('hanging on'));
      await page.getByLabel('Your reply').press('Control+Enter');
      await expect(page.getByRole('feed', { name: 'Replies' })).toContainText('hanging on');
      await page.getByRole('button', { name: 'Back' }).click();
      await crud(page, 'I can hear you')
        .getByRole('button', { name: 'More about this crud' })
        .click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete reply' }).click();
      await page.getByRole('button', { name: 'Show 1 reply' }).click();
      await expect(page.getByText('hanging on')).toBeVisible();
    },
  },
  {
    name: 'replying from a feed',
    open: async (page, account) => {
      const text = await ownCrud(page, account);
      await crud(page, text).getByRole('button', { name: 'Reply' }).click();
      await page.getByRole('dialog').getByLabel('Your reply').fill('let me think');
    },
  },
  {
    name: 'changing a life',
    open: async (page, account) => {
      await ownMenu(page, account, 'Change life…');
      await expect(page.getByRole('dialog', { name: 'Change its life' })).toBeVisible();
    },
  },
  {
    name: 'burning',
    open: async (page, account) => {
      await ownMenu(page, account, 'Burn now');
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    },
  },
  {
    name: 'what happens when it burns',
    open: async (page) => {
      await page.goto('/expiry');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText(/24 hours/).first()).toBeVisible();
    },
  },
  {
    name: 'question before a crud is deleted',
    open: async (page, account) => {
      const text = await ownCrud(page, account);
      await crud(page, text).getByRole('button', { name: 'More about this crud' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'a crud that has burned',
    provokes: [{ status: 404, path: /^\/api\/activities\// }],
    open: async (page) => {
      await page.goto('/@nova/cruds/0190c1de-0000-7000-8000-000000000000');
      await expect(page.getByText('This crud has burned')).toBeVisible();
    },
  },
  {
    name: 'a handle that nobody has',
    provokes: [{ status: 404, path: /^\/api\/users\// }],
    open: async (page) => {
      await page.goto('/@nobody_at_all');
      await expect(page.getByText('Nobody goes by @nobody_at_all')).toBeVisible();
    },
  },
  {
    name: 'an address that leads nowhere',
    open: async (page) => {
      await page.goto('/no/such/page');
      await expect(heading(page, 'Not found')).toBeVisible();
    },
  },
  {
    name: 'about',
    open: async (page) => {
      await page.goto('/about');
      await expect(heading(page, 'About')).toBeVisible();
    },
  },
  {
    name: 'sign-in, refused',
    provokes: [{ status: 400, path: /^\/(aws\/)?$/ }],
    open: async (page, account) => {
      await page.goto('/signin');
      await fillSignIn(page, account.email, newPassword());
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'sign-up',
    open: async (page) => {
      await page.goto('/signup');
      const account = newAccount();
      await page.getByRole('textbox', { name: 'Handle' }).fill(account.handle);
      await expect(page.getByText(/is yours if you’re quick/)).toBeVisible();
      await page.getByLabel('Password', { exact: true }).fill('Hush');
    },
  },
  {
    name: 'sign-up, with faults',
    open: async (page) => {
      await page.goto('/signup');
      await page.getByRole('textbox', { name: 'Handle' }).fill('nova');
      await expect(page.getByText('@nova is taken.')).toBeVisible();
      await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByLabel('Password', { exact: true }).blur();
      await expect(page.getByText('Not strong enough yet.')).toBeVisible();
    },
  },
  {
    name: 'confirming an address',
    open: async (page) => {
      await page.goto(`/confirm?email=${encodeURIComponent(newAccount().email)}`);
      await expect(page.getByText(/your code is/)).toBeVisible();
    },
  },
  {
    name: 'recovering a password',
    open: async (page) => {
      await page.goto('/recover');
      await expect(heading(page, 'Forgot your password?')).toBeVisible();
    },
  },
  {
    name: 'choosing a new password',
    open: async (page, account) => {
      await page.goto('/recover');
      await page.getByRole('textbox', { name: 'E-mail' }).fill(account.email);
      await page.getByRole('button', { name: 'Send code' }).click();
      await expect(heading(page, 'Choose a new password')).toBeVisible();
    },
  },
  {
    name: 'choosing another handle',
    open: async (page, account) => {
      await signIn(page, account);
      await page.goto('/handle');
      await expect(heading(page, 'Choose another handle')).toBeVisible();
    },
  },
  {
    name: 'off the net',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('feed')).toBeVisible();
      await page.context().setOffline(true);
      await expect(page.getByText('You’re offline. This is what was loaded before.')).toBeVisible();
    },
  },
  {
    name: 'a page and an editor that don’t load',
    provokes: [{ status: 404, path: /^\/assets\// }],
    open: async (page, account) => {
      await page.route(/\/assets\/(about-route|compose-dialog)/, (route) =>
        route.fulfill({ status: 404, body: '' }),
      );
      await signIn(page, account);
      await page.getByRole('link', { name: 'About' }).first().click();
      await expect(page.getByText('This page didn’t load')).toBeVisible();
      await page.getByRole('button', { name: 'New crud' }).click();
      await expect(page.getByText(/The editor didn’t load/)).toBeVisible();
    },
  },
  {
    name: 'the API is down',
    provokes: [{ status: 503, path: /^\/api\// }],
    open: async (page) => {
      const down = { status: 503, headers: { 'retry-after': '0' }, body: '' };
      await page.route('**/api/**', (route) => route.fulfill(down));
      await page.goto('/');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'while loading',
    open: async (page) => {
      await page.route('**/api/**', () => new Promise(() => undefined));
      await page.goto('/');
      await expect(page.getByRole('status', { name: 'Loading cruds' })).toBeVisible();
    },
  },
  {
    name: 'messages, none yet',
    open: async (page, account) => {
      await signIn(page, account);
      await page.goto('/messages');
      await expect(page.getByRole('heading', { name: 'Messages' }).first()).toBeVisible();
    },
  },
  {
    name: 'messages, a conversation',
    open: ownConversation,
  },
  {
    name: 'messages, about a conversation',
    open: async (page, account) => {
      await ownConversation(page, account);
      await page.getByRole('button', { name: 'About this conversation' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'messages, a new conversation',
    open: async (page, account) => {
      await signIn(page, account);
      await page.goto('/messages/new');
      await expect(page.getByRole('combobox')).toBeVisible();
    },
  },
];
