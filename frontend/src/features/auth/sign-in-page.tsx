import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { PasswordField } from '@/components/password-field';
import { AuthError } from '@/lib/session/auth-port';
import { useSession } from '@/lib/session/session-context';
import { AuthLayout, sentenceLink } from './auth-layout';
import { describeAuthError } from './auth-messages';
import { signInSchema } from './auth-schemas';
import { usePendingSignUp } from './pending-sign-up';
import { useAuthConfig } from './use-auth-config';
import { useSignInAndGoOn } from './use-signed-in';

interface SignInPageProps {
  email?: string | undefined;
  returnTo?: string | undefined;
}

/** Signs in with e-mail and password. */
export function SignInPage({ email = '', returnTo }: SignInPageProps) {
  useAuthConfig();
  const { ended } = useSession();
  const { submit, register, control, errors, failure, busy } = useSignInForm(email, returnTo);
  const typed = useWatch({ control, name: 'email' });
  return (
    <AuthLayout
      title="Welcome back"
      intro="Your cruds may have burned, but your seat is still warm."
      footer={
        <>
          New here?{' '}
          <Link to="/signup" search={{ return_to: returnTo }} className={sentenceLink}>
            Join the party
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        {ended && !failure && <Notice>Your session ended. Sign in to go on where you were.</Notice>}
        {failure && <Notice tone="danger">{failure}</Notice>}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          inputMode="email"
          error={errors.email?.message}
          {...register('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...register('password')}
        />
        <Link
          to="/recover"
          search={typed ? { email: typed } : {}}
          className={`${sentenceLink} -mt-1 self-end text-sm`}
        >
          Forgot your password?
        </Link>
        <Button type="submit" busy={busy} className="h-12">
          Sign in
        </Button>
      </form>
    </AuthLayout>
  );
}

function useSignInForm(email: string, returnTo: string | undefined) {
  const navigate = useNavigate();
  const { setPending } = usePendingSignUp();
  const signIn = useSignInAndGoOn();
  const [failure, setFailure] = useState<string>();
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(signInSchema),
    defaultValues: { email, password: '' },
  });
  const submit = handleSubmit(async (form) => {
    setFailure(undefined);
    try {
      await signIn(form.email, form.password, returnTo);
    } catch (error) {
      if (!(error instanceof AuthError) || error.failure !== 'not_confirmed') {
        setFailure(describeAuthError(error));
        return;
      }
      setPending(form);
      await navigate({ to: '/confirm', search: { email: form.email, return_to: returnTo } });
    }
  });
  return {
    submit,
    register,
    control,
    errors: formState.errors,
    failure,
    busy: formState.isSubmitting,
  };
}
