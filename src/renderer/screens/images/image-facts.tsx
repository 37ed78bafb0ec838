import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { CopyButton } from '../../components/copyable.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import { FitLine } from './fit-line.tsx';
import classes from './image-facts.module.css';

const MOST_BOARDS = 12;

/** What a file says of itself, and whom it is for. */
export function ImageFactsView({ image }: { readonly image: Pick<FirmwareImage, 'size' | 'sha256' | 'type' | 'facts'> }) {
  const { t, format } = useWords();
  const { size, sha256, type, facts } = image;
  const { boards, boardsFrom, compatVersion, compatMessage, distribution, version, revision, target, signed } = facts;
  const named = boards.slice(0, MOST_BOARDS).join(', ');
  const more = boards.length - MOST_BOARDS;
  return (
    <dl className={classes.facts}>
      <div className={classes.wide}>
        <dt>{t('images.boards')}</dt>
        <dd>
          {boards.length > 0 && <span className="mono">{more > 0 ? t('images.boardsMore', { named, count: more }) : named}</span>}
          <p className={classes.explained}>{boards.length > 0 && t(`images.boardsFrom_${boardsFrom}`)}</p>
          <FitLine facts={facts} />
        </dd>
      </div>
      <div>
        <dt>{t('images.version')}</dt>
        <dd>{[distribution, version, revision].filter(Boolean).join(' ') || t('common.unknown')}</dd>
      </div>
      <div>
        <dt>{t('images.size')}</dt>
        <dd>{format.bytes(size)}</dd>
      </div>
      <div>
        <dt>{t('images.compat')}</dt>
        <dd title={t('images.compatHint')}>
          {compatVersion}
          {compatMessage !== null && <p className={classes.explained}>{compatMessage}</p>}
        </dd>
      </div>
      <div>
        <dt>{t('images.target')}</dt>
        <dd>{target ?? t('common.unknown')}</dd>
      </div>
      <div>
        <dt>{t('images.signed')}</dt>
        <dd>
          <StatusMark
            tone={signed ? 'good' : 'neutral'}
            word={t(signed ? 'images.signed' : 'images.unsigned')}
            icon={signed ? IconCircleCheck : IconAlertTriangle}
            plain
          />
        </dd>
      </div>
      <div className={classes.wide}>
        <dt>{t('images.type')}</dt>
        <dd className={classes.long}>{type}</dd>
      </div>
      <div className={classes.wide}>
        <dt>{t('images.digest')}</dt>
        <dd className={classes.digest}>
          <span className={classes.long}>{sha256}</span>
          <CopyButton text={sha256} what={t('images.digest')} />
        </dd>
      </div>
    </dl>
  );
}
