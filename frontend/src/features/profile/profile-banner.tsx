import type { PublicPicture } from '@/api/models';
import { PictureFill } from '@/lib/pictures/picture-fill';

/** A person's banner; without one, a strip of night sky with sparks. Decoration. */
export function ProfileBanner({
  handle,
  picture,
}: {
  handle: string;
  picture?: PublicPicture | undefined;
}) {
  return (
    <div aria-hidden="true" className="relative">
      <NightSky handle={handle} />
      {picture && <PictureFill picture={picture} sizes="(min-width: 40rem) 600px, 100vw" />}
    </div>
  );
}

/** Every handle has its own. */
function NightSky({ handle }: { handle: string }) {
  return (
    <svg
      viewBox="0 0 600 150"
      preserveAspectRatio="xMidYMid slice"
      className="block h-32 w-full bg-[linear-gradient(115deg,#1d0a3d,#4a13a6_55%,#8a2be2)] sm:h-36"
    >
      <circle cx="520" cy="150" r="150" fill="#ff8a3d" opacity="0.12" />
      <circle cx="520" cy="165" r="90" fill="#ffb53d" opacity="0.16" />
      {sparks(handle).map((spark) => (
        <circle
          key={spark.index}
          cx={spark.x}
          cy={spark.y}
          r={spark.radius}
          fill={spark.index % 3 === 0 ? '#ffcf7d' : '#d9bfff'}
          opacity={spark.opacity}
        />
      ))}
    </svg>
  );
}

function sparks(handle: string) {
  let seed = 7;
  for (const character of handle.toLowerCase()) {
    seed = (seed * 31 + (character.codePointAt(0) ?? 0)) % 2147483647;
  }
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: 42 }, (_, index) => ({
    index,
    x: Math.round(next() * 600),
    y: Math.round(next() * 150),
    radius: 0.6 + next() * 1.8,
    opacity: 0.25 + next() * 0.6,
  }));
}
