import { countGraphemes } from '@/lib/text/graphemes';
import { z } from '@/lib/validation';
import { passwordRules } from './password-rules';

const email = z
  .string()
  .trim()
  .min(1, 'Enter your e-mail address.')
  .pipe(z.email('That isn’t an e-mail address.'));

const newPassword = z
  .string()
  .refine((value) => passwordRules(value).every((rule) => rule.met), 'Not strong enough yet.');

const code = z
  .string()
  .transform((value) => value.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.'));

/** The shape of a handle; whether it is free, only the server knows. */
export const handle = z
  .string()
  .trim()
  .min(3, 'At least 3 characters.')
  .max(20, 'At most 20 characters.')
  .regex(/^[A-Za-z0-9_]+$/, 'Letters, digits and _ only.');

export const signInSchema = z.object({
  email,
  password: z.string().min(1, 'Enter your password.'),
});

export const signUpSchema = z.object({
  displayName: z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => value !== '', 'What should people call you?')
    .refine((value) => countGraphemes(value) <= 50, 'At most 50 characters.'),
  handle,
  email,
  password: newPassword,
});

export const confirmSchema = z.object({ email, code });

export const recoverSchema = z.object({ email });

export const newPasswordSchema = z.object({ code, password: newPassword });

export const handleSchema = z.object({ handle });
