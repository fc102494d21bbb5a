import type { ReactNode, SVGProps } from 'react';

type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'>;

/** Icons are decoration: the control around them has the name. */
function icon(drawing: ReactNode) {
  return function Icon(props: IconProps) {
    return (
      <svg
        aria-hidden="true"
        viewBox="0 0 24 24"
        width="1.25em"
        height="1.25em"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        {...props}
      >
        {drawing}
      </svg>
    );
  };
}

export const HomeIcon = icon(
  <path d="M4 10.6 12 4l8 6.6V18.5A1.5 1.5 0 0 1 18.5 20H14v-5.5h-4V20H5.5A1.5 1.5 0 0 1 4 18.5z" />,
);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20c.8-3.8 3.7-5.5 7.5-5.5s6.7 1.7 7.5 5.5" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5M12 8v.01" />
  </>,
);
export const DotsIcon = icon(<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="2.8" />);
export const BackIcon = icon(<path d="M19 12H5m6-6-6 6 6 6" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const ChevronIcon = icon(<path d="m7 10 5 5 5-5" />);
export const LinkIcon = icon(
  <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1m2 3.7a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1" />,
);
export const PlaceIcon = icon(
  <>
    <path d="M12 21s7-6.2 7-11.2A7 7 0 0 0 5 9.8C5 14.8 12 21 12 21z" />
    <circle cx="12" cy="10" r="2.5" />
  </>,
);
export const CalendarIcon = icon(
  <>
    <rect x="4" y="5.5" width="16" height="14.5" rx="2.5" />
    <path d="M4 10.5h16M8.5 3.5v4M15.5 3.5v4" />
  </>,
);
export const TrashIcon = icon(
  <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5" />,
);
export const EyeIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="3" />
  </>,
);
export const EyeOffIcon = icon(
  <>
    <path d="M9.5 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.2 7.3A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9" />
    <path d="m4 4 16 16M10 10a3 3 0 0 0 4 4" />
  </>,
);
export const ThemeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
  </>,
);
export const SignOutIcon = icon(
  <path d="M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5" />,
);
export const GearIcon = icon(
  <>
    <circle cx="12" cy="12" r="3" />
    <path d="M12 3.5v2.2m0 12.6v2.2m8.5-8.5h-2.2M5.7 12H3.5m14.5-6-1.6 1.6M7.6 16.4 6 18m12 0-1.6-1.6M7.6 7.6 6 6" />
    <circle cx="12" cy="12" r="6.3" />
  </>,
);
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2.5" />
    <path d="M6.5 10v.01M10 10v.01M14 10v.01M17.5 10v.01M8 14h8" />
  </>,
);
export const OfflineIcon = icon(
  <path d="M4 4l16 16M12 19v.01M8.5 15.5a5 5 0 0 1 6-.8M5.2 12a10 10 0 0 1 4-2.4m4.6 0a10 10 0 0 1 5 2.4M2.5 8.5a14 14 0 0 1 4-2.6m4.5-1a14 14 0 0 1 10.5 3.6" />,
);
export const RetryIcon = icon(
  <path d="M19 5v4.5h-4.5M5.2 13.5A7 7 0 1 0 7 7.2a7 7 0 0 1 11.6 2" />,
);
export const ArrowUpIcon = icon(<path d="M12 19V5m-6 6 6-6 6 6" />);
export const ReplyIcon = icon(
  <path d="M12 4.5c-4.7 0-8.5 3.2-8.5 7.2 0 2.1 1.1 4 2.8 5.3L5.5 20l3.6-1.6c.9.3 1.9.4 2.9.4 4.7 0 8.5-3.2 8.5-7.1s-3.8-7.2-8.5-7.2z" />,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5l3.2 2" />
  </>,
);
export const FlameIcon = icon(
  <path d="M12 3c.6 3.2 5.5 5.4 5.5 10.6A5.5 5.5 0 0 1 12 19.5a5.5 5.5 0 0 1-5.5-5.9c0-2 .9-3.4 2-4.7.3 1.4 1 2.2 2 2.6-.3-3 .1-5.9 1.5-8.5z" />,
);
export const PhotoIcon = icon(
  <>
    <rect x="3.5" y="4.5" width="17" height="15" rx="3" />
    <circle cx="9" cy="10" r="1.6" />
    <path d="m4 17 4.8-4.3 3.4 3 3.2-2.7L20 17" />
  </>,
);
export const ZoomInIcon = icon(<path d="M12 6v12M6 12h12" />);
export const ZoomOutIcon = icon(<path d="M6 12h12" />);
export const ForwardIcon = icon(<path d="M5 12h14m-6-6 6 6-6 6" />);
export const PenIcon = icon(<path d="M4 20l1-4.5L16 4.5a2.1 2.1 0 0 1 3 3L8.5 19z" />);

export const MessageIcon = icon(
  <>
    <rect x="3" y="5.5" width="18" height="13" rx="2.5" />
    <path d="m3.8 7.5 8.2 6 8.2-6" />
  </>,
);
export const SendIcon = icon(<path d="M4.5 12 3.8 4.5 20.5 12 3.8 19.5zh7.5" />);
export const MutedIcon = icon(
  <path d="M4 4l16 16M9 5.3A6 6 0 0 1 18 10.5c0 2 .4 3.4 1 4.5M6.4 8.6C6 9.2 6 10 6 10.5c0 3.5-1.2 4.8-2 6h12M10 19.5a2.2 2.2 0 0 0 4 0" />,
);
export const GroupIcon = icon(
  <>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.5 19.5c.7-3.4 3.2-5 6.5-5s5.8 1.6 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.9c2.1.6 3.5 2.1 4 4.6" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2.5" />
    <path d="M15.5 8.5V7A2.5 2.5 0 0 0 13 4.5H7A2.5 2.5 0 0 0 4.5 7v6A2.5 2.5 0 0 0 7 15.5h1.5" />
  </>,
);

/** The bomb of the house: solid, with a fuse. */
export const BombIcon = icon(
  <>
    <circle cx="10.5" cy="14" r="6.5" fill="currentColor" />
    <path d="m14.8 9.2 1.7-1.7c.8-.8 1.8-.9 2.6-.2" />
    <path d="M21 4.2v.01M18.8 3v.01M22 7v.01" strokeWidth="2" />
  </>,
);
