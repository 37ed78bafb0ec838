/** How the device's own test of an image ended, and what it said. */
export type EndedTest = { readonly stdout: string; readonly stderr: string } & (
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed' }
  | { readonly kind: 'cut' }
);

/** `ended`: something ended it before it could say yes or no, and nothing is known of the image. */
export type ImageTest = 'accepted' | 'refused' | 'ended';

/** A shell gives 128 and the signal's number for what a signal ended. @see POSIX 2.8.2 */
const FIRST_SIGNAL_CODE = 129;
/** What a shell and the kernel say where one of its helpers was ended: it goes on then, and takes that for a no. */
const HELPER_ENDED = /^(?:killed|terminated|segmentation fault|bus error)\b|out of memory|cannot allocate memory|can't fork/im;

export function readImageTest(ended: EndedTest): ImageTest {
  if (ended.kind !== 'exited' || ended.code >= FIRST_SIGNAL_CODE) return 'ended';
  if (ended.code === 0) return 'accepted';
  return HELPER_ENDED.test(`${ended.stderr}\n${ended.stdout}`) ? 'ended' : 'refused';
}
