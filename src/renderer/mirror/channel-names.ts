export const channels = ['testing', 'stable', 'archive'] as const;

/** The places that a plugin goes through, in this order. */
export type ChannelName = (typeof channels)[number];
