/** A picture of a profile, and what shape it has. */
export interface PictureKind {
  name: 'avatar' | 'banner';
  /** In a sentence. */
  label: string;
  /** Its width by its height. */
  ratio: number;
  /** As wide as its largest rendition, or a little more. */
  width: number;
  round: boolean;
}

export const avatarKind: PictureKind = {
  name: 'avatar',
  label: 'picture',
  ratio: 1,
  width: 1024,
  round: true,
};

export const bannerKind: PictureKind = {
  name: 'banner',
  label: 'banner',
  ratio: 3,
  width: 1500,
  round: false,
};
