/** One shortcut: keys pressed one after another, and what they do. */
interface Shortcut {
  keys: string[];
  does: string;
}

/** All shortcuts, as the sheet shows them; use-shortcuts.ts makes them do it. */
export const shortcutGroups: { title: string; shortcuts: Shortcut[] }[] = [
  {
    title: 'Reading',
    shortcuts: [
      { keys: ['j'], does: 'Next crud' },
      { keys: ['k'], does: 'Crud before' },
      { keys: ['Enter'], does: 'Open the crud' },
      { keys: ['.'], does: 'Show new cruds' },
    ],
  },
  {
    title: 'Writing',
    shortcuts: [
      { keys: ['n'], does: 'New crud' },
      { keys: ['r'], does: 'Reply' },
      { keys: ['Ctrl', 'Enter'], does: 'Post it' },
    ],
  },
  {
    title: 'Going places',
    shortcuts: [
      { keys: ['g', 'h'], does: 'Home' },
      { keys: ['g', 'm'], does: 'Messages' },
      { keys: ['g', 'p'], does: 'Your profile' },
      { keys: ['g', 's'], does: 'Settings' },
    ],
  },
  {
    title: 'Anywhere',
    shortcuts: [
      { keys: ['?'], does: 'These shortcuts' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
];
