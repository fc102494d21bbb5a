import * as z from 'zod';

// Zod compiles validators with `new Function` where it can; the content security policy
// forbids that, and even trying is reported as a violation.
z.config({ jitless: true });

export { z };
