import type { Me, UpdateMe } from '@/api/models';
import { countGraphemes } from '@/lib/text/graphemes';
import { webAddress } from '@/lib/text/linkify';
import { TTLS } from '@/lib/text/ttl';
import { z } from '@/lib/validation';

/** The longest each text may be, in visible characters; as in the API's contract. */
export const MOST = { display_name: 50, bio: 160, location: 60, website: 200 };

function text(most: number) {
  return z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => countGraphemes(value) <= most, `At most ${most} characters.`);
}

/** The rules of a profile; the server has the last word. */
export const profileSchema = z.object({
  display_name: text(MOST.display_name).refine((value) => value !== '', 'You need a name.'),
  bio: text(MOST.bio),
  location: text(MOST.location),
  website: text(MOST.website)
    // "example.org" is what people type; they mean the secure address.
    .transform((value) => (value === '' || /^[a-z]+:/i.test(value) ? value : `https://${value}`))
    .refine((value) => value === '' || webAddress(value) !== null, 'Not a web address.'),
  default_ttl: z.enum(TTLS.map((ttl) => ttl.value)),
});

export type ProfileForm = z.infer<typeof profileSchema>;

/** Only what differs: fields left alone are not sent. */
export function changesOf(form: ProfileForm, me: Me): UpdateMe {
  const changed = Object.entries(form).filter(([name, value]) => me[name as keyof Me] !== value);
  return Object.fromEntries(changed);
}
