/** Times as a field for day and time gives and takes them, in the time of this place: `2026-11-21T22:00`. */

const DAY = 86_400_000;

/** What a person chose, in milliseconds since 1970; undefined where that is no time, or does not lie ahead. */
export function timeAhead(text: string, now: number): number | undefined {
  const instant = Date.parse(text);
  return instant > now ? instant : undefined;
}

/** The same time of the day as before, today where that is still to come, else on the next day on which it is. */
export function sameTimeAhead(former: number, now: number): string {
  const next = new Date(former);
  // One day of the calendar after another, as not each of them has 24 hours.
  if (next.getTime() <= now) next.setDate(next.getDate() + Math.floor((now - next.getTime()) / DAY));
  while (next.getTime() <= now) next.setDate(next.getDate() + 1);
  return localText(next);
}

/** Where the times of this window are: `Europe/Berlin, GMT+1`, with what is true at that instant. */
export function zoneOf(language: string, instant: number): string {
  const format = new Intl.DateTimeFormat(language, { timeZoneName: 'shortOffset' });
  const offset = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
  return [format.resolvedOptions().timeZone, offset].filter(Boolean).join(', ');
}

function localText(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
