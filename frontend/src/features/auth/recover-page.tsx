import { zodResolver } from '@hookform/resolvers/zod';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { useSessionControl } from '@/lib/session/session-context';
import { AuthLayout, sentenceLink } from './auth-layout';
import { describeAuthError } from './auth-messages';
import { recoverSchema } from './auth-schemas';
import { NewPasswordForm } from './new-password-form';
import { useAuthConfig } from './use-auth-config';

/** Gets back in without the password: a code by mail, then a new password. */
export function RecoverPage({ email: known = '' }: { email?: string | undefined }) {
  useAuthConfig();
  const [email, setEmail] = useState<string>();
  return (
    <AuthLayout
      title={email ? 'Choose a new password' : 'Forgot your password?'}
      intro={
        email
          ? `If ${email} has an account, a six-digit code is on its way there.`
          : 'It happens to the best. We’ll send you a code.'
      }
      footer={
        <Link to="/signin" className={sentenceLink}>
          Back to sign-in
        </Link>
      }
    >
      {email ? <NewPasswordForm email={email} /> : <AskForCode known={known} onSent={setEmail} />}
    </AuthLayout>
  );
}

function AskForCode({ known, onSent }: { known: string; onSent: (email: string) => void }) {
  const session = useSessionControl();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(recoverSchema),
    defaultValues: { email: known },
  });
  const submit = handleSubmit(async ({ email }) => {
    setFailure(undefined);
    try {
      await (await session.auth()).startRecovery(email);
      onSent(email);
    } catch (error) {
      setFailure(describeAuthError(error));
    }
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure && <Notice tone="danger">{failure}</Notice>}
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        inputMode="email"
        error={formState.errors.email?.message}
        {...register('email')}
      />
      <Button type="submit" busy={formState.isSubmitting} className="h-12">
        Send code
      </Button>
    </form>
  );
}
