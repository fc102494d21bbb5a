import { CheckIcon, CloseIcon } from '@/components/icons';

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

/** The demands, ticked off while typing; once the password was `refused`, what it lacks is marked. */
export function PasswordRules({ password, refused }: { password: string; refused: boolean }) {
  return (
    <ul className="grid gap-x-2 gap-y-1 text-[0.8125rem] min-[24rem]:grid-cols-[max-content_1fr]">
      {passwordRules(password).map((rule) => (
        <Rule key={rule.label} rule={rule} refused={refused} />
      ))}
    </ul>
  );
}

function Rule({ rule, refused }: { rule: PasswordRule; refused: boolean }) {
  const colour = rule.met ? 'text-good' : refused ? 'text-danger' : 'text-soft';
  return (
    <li className={`flex items-center gap-1.5 ${colour}`}>
      <Mark rule={rule} refused={refused} />
      {rule.label}
      <span className="sr-only">{rule.met ? ': met' : ': not met yet'}</span>
    </li>
  );
}

function Mark({ rule, refused }: { rule: PasswordRule; refused: boolean }) {
  if (rule.met) return <CheckIcon className="size-4" />;
  if (refused) return <CloseIcon className="size-4" />;
  return <span aria-hidden="true" className="mx-1.5 size-1 rounded-full bg-current" />;
}
