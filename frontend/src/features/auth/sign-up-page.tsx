import { zodResolver } from '@hookform/resolvers/zod';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { PasswordField } from '@/components/password-field';
import { useSessionControl } from '@/lib/session/session-context';
import { AuthLayout, sentenceLink } from './auth-layout';
import { describeAuthError } from './auth-messages';
import { signUpSchema } from './auth-schemas';
import { HandleField } from './handle-field';
import { PasswordRules } from './password-rules';
import { usePendingSignUp } from './pending-sign-up';
import { useAuthConfig } from './use-auth-config';
import { useHandleCheck } from './use-handle-check';

/** Makes an account. */
export function SignUpPage({ returnTo }: { returnTo?: string | undefined }) {
  useAuthConfig();
  const { form, submit, failure } = useSignUpForm(returnTo);
  const { register, control, formState } = form;
  const { errors } = formState;
  const [handle, password] = useWatch({ control, name: ['handle', 'password'] });
  const verdict = useHandleCheck(handle);
  return (
    <AuthLayout
      title="Join the party"
      intro="Say it now. It’ll be gone soon enough."
      footer={
        <>
          Already in?{' '}
          <Link to="/signin" search={{ return_to: returnTo }} className={sentenceLink}>
            Sign in
          </Link>
        </>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          if (verdict.state !== 'refused') return submit(event);
          event.preventDefault();
          form.setFocus('handle');
        }}
        className="flex flex-col gap-4"
      >
        {failure && <Notice tone="danger">{failure}</Notice>}
        <TextField
          label="Display name"
          autoComplete="name"
          error={errors.displayName?.message}
          {...register('displayName')}
        />
        <HandleField
          registration={register('handle')}
          handle={handle}
          verdict={verdict}
          error={errors.handle?.message}
        />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="email"
          inputMode="email"
          hint="Only for signing in. Nobody sees it."
          error={errors.email?.message}
          {...register('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          error={errors.password?.message}
          hint={<PasswordRules password={password} refused={errors.password !== undefined} />}
          keepHint
          {...register('password')}
        />
        <Button type="submit" busy={formState.isSubmitting} className="mt-1 h-12">
          Create account
        </Button>
      </form>
    </AuthLayout>
  );
}

function useSignUpForm(returnTo: string | undefined) {
  const session = useSessionControl();
  const navigate = useNavigate();
  const { setPending } = usePendingSignUp();
  const [failure, setFailure] = useState<string>();
  const form = useForm({
    resolver: zodResolver(signUpSchema),
    mode: 'onTouched',
    defaultValues: { displayName: '', handle: '', email: '', password: '' },
  });
  const submit = form.handleSubmit(async (account) => {
    setFailure(undefined);
    try {
      await (await session.auth()).signUp(account);
    } catch (error) {
      setFailure(describeAuthError(error));
      return;
    }
    setPending({ email: account.email, password: account.password });
    await navigate({ to: '/confirm', search: { email: account.email, return_to: returnTo } });
  });
  return { form, submit, failure };
}
