const built: unknown = import.meta.env.VITE_RELEASE;

/** Which build of the site this is; whoever builds it says so in VITE_RELEASE. */
export const release = typeof built === 'string' && built !== '' ? built : 'unknown';
