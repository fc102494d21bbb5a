// What can't wait for the site's code: it runs before the first paint, while that is
// still on its way. It is a file of its own because the content security policy
// forbids inline scripts. src/early.test.ts runs it.
(() => {
  // A chosen theme never flashes the other one; src/lib/theme.ts writes it.
  const chooseTheme = () => {
    const theme = localStorage.getItem('cruddur.theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  };

  // As in src/lib/session/stored-session.ts.
  const isSignedIn = () =>
    Object.keys(localStorage).some(
      (key) => key.startsWith('CognitoIdentityServiceProvider.') && key.endsWith('.LastAuthUser'),
    );

  /** What the page at a path asks the API for first, of those that strangers land on. */
  const needs = (path) => {
    if (path === '/') return ['/api/feeds/public'];
    const [, handle, crud] = /^\/@(\w+)(?:\/cruds\/([0-9a-f-]+))?$/.exec(path) ?? [];
    if (crud) return [`/api/activities/${crud}`, `/api/activities/${crud}/replies`];
    return handle ? [`/api/users/${handle}`, `/api/users/${handle}/activities`] : [];
  };

  // src/api/early-answers.ts takes them. What fails is asked for again there.
  const askAhead = () => {
    window.cruddurEarly = new Map();
    for (const path of needs(location.pathname)) {
      const sentAt = Date.now();
      const response = fetch(path, { priority: 'high' });
      response.catch(() => undefined);
      window.cruddurEarly.set(path, { sentAt, response });
    }
  };

  try {
    chooseTheme();
    if (!isSignedIn()) askAhead();
  } catch {
    // Storage is forbidden here: the device's theme it is, and no answer ahead of time.
  }
})();
