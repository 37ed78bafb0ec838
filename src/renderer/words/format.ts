/** Numbers, sizes and times as the reader's country writes them. */
export interface Format {
  count(value: number): string;
  /** Bytes in units of 1,000: `25.4 MB`, `25,4 Mo`. */
  bytes(value: number): string;
  /** From 0 to 1: `42 %`. */
  share(value: number): string;
  /** Milliseconds: `12 ms`, `3.4 s`, `2 min 5 s`, `5 h 12 min`. */
  duration(milliseconds: number): string;
  /** Time of the day, with the day where it is not today. */
  moment(instant: number): string;
  list(words: readonly string[]): string;
}

const made = new Map<string, Format>();

export function formatFor(language: string): Format {
  const known = made.get(language) ?? createFormat(language);
  made.set(language, known);
  return known;
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function createFormat(language: string): Format {
  const whole = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const sizes = UNITS.map((unit) => [unitOf(language, unit, 0), unitOf(language, unit, 1)] as const);
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const dayAndTime = new Intl.DateTimeFormat(language, {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const words = new Intl.ListFormat(language, { type: 'conjunction' });
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return {
    count: (value) => whole.format(value),
    bytes(value) {
      if (value < 1000) return `${whole.format(value)}\u00a0${language === 'fr' ? 'o' : 'B'}`;
      const power = Math.min(UNITS.length, Math.floor(Math.log10(value) / 3));
      const scaled = value / 1000 ** power;
      // One decimal where it tells something: 2.5 MB, but 254 MB.
      const written = sizes[power - 1]?.[scaled < 100 ? 1 : 0].format(scaled) ?? whole.format(value);
      return written.replace(' ', '\u00a0'); // A figure and its unit stay on one line.
    },
    share: (value) => percent.format(value),
    // ms, s and min are the same in all our languages; the browser's own short forms are not short in German.
    duration(milliseconds) {
      if (milliseconds < 1000) return `${whole.format(Math.round(milliseconds))}\u00a0ms`;
      if (milliseconds < 60_000) return `${tenths.format(milliseconds / 1000)}\u00a0s`;
      const seconds = Math.round(milliseconds / 1000);
      const minutes = Math.floor(seconds / 60);
      if (minutes >= 60) return `${whole.format(Math.floor(minutes / 60))}\u00a0h ${minutes % 60}\u00a0min`;
      return `${minutes}\u00a0min ${seconds % 60}\u00a0s`;
    },
    moment: (instant) => (isToday(instant) ? time.format(instant) : dayAndTime.format(instant)),
    list: (items) => words.format(items),
  };
}

function unitOf(language: string, unit: string, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: decimals });
}

function isToday(instant: number): boolean {
  return new Date(instant).toDateString() === new Date().toDateString();
}
