import { Loader } from '@mantine/core';
import { useWords } from '../words/words.ts';
import classes from './loading-state.module.css';

export function LoadingState() {
  const { t } = useWords();
  return (
    <div className={classes.loading} role="status">
      <Loader size={18} aria-hidden />
      {t('app.loading')}
    </div>
  );
}
