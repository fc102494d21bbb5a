import { CheckIcon } from '@/components/icons';

/** One demand on a new password, and whether it is met. */
export interface PasswordRule {
  label: string;
  met: boolean;
}

/** The pool's policy, as far as it can be told while typing. */
export function passwordRules(password: string): PasswordRule[] {
  return [
    { label: '8 characters or more', met: password.length >= 8 },
    { label: 'Upper-case letter', met: /[A-Z]/.test(password) },
    { label: 'Lower-case letter', met: /[a-z]/.test(password) },
    { label: 'Digit', met: /\d/.test(password) },
    { label: 'Symbol, like #?@!', met: /[^A-Za-z0-9\s]/.test(password) },
  ];
}

/** The demands, ticked off while typing. */
export function PasswordRules({ password }: { password: string }) {
  return (
    <ul className="grid grid-cols-2 gap-x-2 gap-y-1">
      {passwordRules(password).map((rule) => (
        <li
          key={rule.label}
          className={`flex items-center gap-1.5 ${rule.met ? 'text-good' : 'text-soft'}`}
        >
          {rule.met ? (
            <CheckIcon className="size-4" />
          ) : (
            <span aria-hidden="true" className="mx-1.5 size-1 rounded-full bg-current" />
          )}
          {rule.label}
          <span className="sr-only">{rule.met ? ': met' : ': not met yet'}</span>
        </li>
      ))}
    </ul>
  );
}
