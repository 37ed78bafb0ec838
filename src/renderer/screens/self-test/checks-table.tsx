import type { SelfTest, TestCheck, TestWay } from '../../../shared/contract/serving-test.ts';
import { absentIcon, StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { type Speech, useWords } from '../../words/words.ts';
import classes from './self-test.module.css';

const ways = {
  'tftp-512': 'selfTest.tftp512',
  'tftp-1428': 'selfTest.tftp1428',
  'tftp-window': 'selfTest.tftpWindow',
  http: undefined,
  https: undefined,
} as const satisfies Record<TestWay, string | undefined>;

const marks = {
  waiting: ['neutral', 'selfTest.waiting'],
  running: ['busy', 'selfTest.runningOne'],
  right: ['good', 'selfTest.rightOne'],
  failed: ['bad', 'selfTest.failed'],
  skipped: ['neutral', 'selfTest.skipped'],
} as const satisfies Record<TestCheck['result']['kind'], readonly [Tone, string]>;

const icons = { waiting: { icon: waitingIcon }, skipped: { icon: absentIcon } } as const;

/** Each address in each way. */
export function ChecksTable({ test }: { readonly test: SelfTest }) {
  const words = useWords();
  const { t } = words;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('selfTest.address')}</th>
          <th scope="col">{t('selfTest.way')}</th>
          <th scope="col">{t('selfTest.result')}</th>
          <th scope="col" className={classes.end}>
            {t('live.speed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {test.checks.map((check) => (
          <CheckRow key={`${check.protocol} ${check.address} ${check.port} ${check.way}`} check={check} words={words} />
        ))}
      </tbody>
    </table>
  );
}

function CheckRow({ check, words: { t, format } }: { readonly check: TestCheck; readonly words: Speech }) {
  const { address, port, protocol, way, result } = check;
  const [tone, word] = marks[result.kind];
  const icon = result.kind === 'waiting' || result.kind === 'skipped' ? icons[result.kind] : {};
  const named = ways[way];
  return (
    <tr>
      <td>
        <span className="mono">{address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`}</span>
        {check.interface !== null && <span className={classes.interface}> {check.interface}</span>}
      </td>
      <td>{named ? t(named) : protocol.toUpperCase()}</td>
      <td>
        <StatusMark tone={tone} word={t(word)} plain {...icon} />
      </td>
      <td className={classes.end}>
        {result.kind === 'right' &&
          `${t('common.rate', { bytes: format.bytes((result.bytes * 1000) / result.milliseconds) })} · ${format.duration(result.milliseconds)}`}
      </td>
    </tr>
  );
}
