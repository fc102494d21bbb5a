import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { useSessionControl } from '@/lib/session/session-context';
import { describeAuthError } from './auth-messages';

const COOL_DOWN = 30;

/** Sends the code once more, but not at every click. */
export function ResendCode({ email }: { email: string }) {
  const session = useSessionControl();
  const [wait, startWait] = useCountdown(COOL_DOWN);
  const resend = useMutation({
    mutationFn: async () => (await session.auth()).resendCode(email),
    onSuccess: startWait,
  });
  return (
    <div className="flex flex-col gap-3">
      <Button
        look="ghost"
        disabled={wait > 0 || email === ''}
        busy={resend.isPending}
        onClick={() => resend.mutate()}
      >
        {wait > 0 ? `New code in ${wait} s` : 'Send a new code'}
      </Button>
      {resend.isSuccess && <Notice>A new code is on its way. The old one no longer works.</Notice>}
      {resend.error && <Notice tone="danger">{describeAuthError(resend.error)}</Notice>}
    </div>
  );
}

function useCountdown(seconds: number): [number, () => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, () => setLeft(seconds)];
}
