/**
 * As the `ref` of what a dialog was opened for, where that comes later than the dialog itself: it takes the focus when
 * it appears, and never again.
 */
export function focusNow(element: HTMLElement | null): void {
  element?.focus();
}
