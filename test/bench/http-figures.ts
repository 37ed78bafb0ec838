import type { Part } from './figure.ts';

/** G14, G15 and the HTTP half of G5. */
export const httpParts: readonly Part[] = [];
