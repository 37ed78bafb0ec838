/** In the data folder, for its owner alone: newest line first, as the terminal's own history has it. */
export const HISTORY_FILE = 'console-history';
/** Lines that it keeps. */
export const HISTORY_LINES = 1000;
/** Longest line that is kept, in characters. */
export const HISTORY_LINE_LENGTH = 4000;
