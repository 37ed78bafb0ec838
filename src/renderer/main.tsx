import { createRoot } from 'react-dom/client';
import './style/mantine.css';
import { App } from './app.tsx';
import { useSettings } from './mirror/settings.ts';
import { startMirror } from './mirror/start-mirror.ts';
import { fetchScreens } from './shell/shell.tsx';
import { startWords } from './words/words.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

startMirror();
await startWords(useSettings.getState().language);
createRoot(root).render(<App />);
requestIdleCallback(fetchScreens);
