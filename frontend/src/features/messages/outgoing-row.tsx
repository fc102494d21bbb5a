import { use } from 'react';
import { Button } from '@/components/button';
import { ClockIcon } from '@/components/icons';
import { useOnline } from '@/lib/use-online';
import { Bubble } from './bubble';
import { useMessaging } from './messaging-context';
import { withoutUnusable, type Outgoing } from './outgoing';
import { MessagePhotosContext } from './photos-context';
import type { Place } from './rows';

/** A message that is on its way, or didn't make it. */
export function OutgoingRow({ outgoing, place }: { outgoing: Outgoing; place: Place }) {
  const { sending } = use(MessagePhotosContext);
  const { text, photos } = outgoing;
  const failed = outgoing.state === 'failed';
  return (
    <li data-message={outgoing.key} className={`px-3 ${place.first ? 'pt-2' : 'pt-0.5'}`}>
      <span className="sr-only">You:</span>
      <div
        className={`flex flex-row-reverse items-end transition-opacity ${failed ? '' : 'opacity-70'}`}
      >
        <div className="max-w-[min(85%,32rem)] min-w-0">
          <div className="flex flex-col items-end gap-0.5">
            {photos.length > 0 && sending(photos)}
            {text && <Bubble text={text} mine place={place} />}
          </div>
        </div>
      </div>
      {failed ? <Failed outgoing={outgoing} /> : place.last && <OnItsWay />}
    </li>
  );
}

function OnItsWay() {
  const online = useOnline();
  return (
    <p className="flex items-center justify-end gap-1 px-1 pt-0.5 text-xs text-soft">
      <ClockIcon />
      {online ? 'Sending…' : 'Waits for a connection'}
    </p>
  );
}

function Failed({ outgoing }: { outgoing: Outgoing }) {
  const { outbox } = useMessaging();
  const again = whatHelps(outgoing);
  const small = 'min-h-8! px-3! py-1! text-sm';
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-1 px-1 pt-1">
      <p className="text-sm font-medium text-danger">Not sent. {outgoing.trouble}</p>
      <Button look="ghost" className={small} onClick={() => outbox.discard(outgoing.key)}>
        Discard
      </Button>
      {again && (
        <Button look="outline" className={small} onClick={() => outbox.retry(outgoing.key)}>
          {again}
        </Button>
      )}
    </div>
  );
}

/** What the button that tries again says; null where that can't help. */
function whatHelps(outgoing: Outgoing): string | null {
  if (!outgoing.unusable) return 'Try again';
  if (!withoutUnusable(outgoing)) return null;
  return outgoing.unusable.length === 1 ? 'Send without it' : 'Send without them';
}
