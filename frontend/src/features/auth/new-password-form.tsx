import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { PasswordField } from '@/components/password-field';
import { useSessionControl } from '@/lib/session/session-context';
import { describeAuthError } from './auth-messages';
import { newPasswordSchema } from './auth-schemas';
import { LocalCodeHint } from './local-code-hint';
import { PasswordRules } from './password-rules';
import { useSignInAndGoOn } from './use-signed-in';

/** The code from the mail and a new password; then the person is signed in. */
export function NewPasswordForm({ email }: { email: string }) {
  const session = useSessionControl();
  const signIn = useSignInAndGoOn();
  const [failure, setFailure] = useState<string>();
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(newPasswordSchema),
    mode: 'onTouched',
    defaultValues: { code: '', password: '' },
  });
  const { errors, isSubmitting } = formState;
  const password = useWatch({ control, name: 'password' });
  const submit = handleSubmit(async (form) => {
    setFailure(undefined);
    try {
      await (await session.auth()).finishRecovery(email, form.code, form.password);
      await signIn(email, form.password);
    } catch (error) {
      setFailure(describeAuthError(error));
    }
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <LocalCodeHint purpose="recover" />
      {failure && <Notice tone="danger">{failure}</Notice>}
      {/* For password managers, which file the new password under this name. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        error={errors.code?.message}
        {...register('code')}
      />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        error={errors.password?.message}
        hint={<PasswordRules password={password} refused={errors.password !== undefined} />}
        keepHint
        {...register('password')}
      />
      <Button type="submit" busy={isSubmitting} className="h-12">
        Save and sign in
      </Button>
    </form>
  );
}
