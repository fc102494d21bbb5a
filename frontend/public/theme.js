// Loaded before the first paint, so that a chosen theme never flashes the other one.
// It is a file of its own because the content security policy forbids inline scripts.
(() => {
  try {
    const theme = localStorage.getItem('cruddur.theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden here: the device's theme it is.
  }
})();
