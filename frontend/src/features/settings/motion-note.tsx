/** Motion is set on the device, once for all sites. */
export function MotionNote() {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return (
    <p className="text-sm text-soft">
      {still
        ? 'Your device asks for less motion, so nothing here flickers or slides.'
        : 'Things flicker and crumble here. If your device is set to reduce motion, they hold still.'}
    </p>
  );
}
