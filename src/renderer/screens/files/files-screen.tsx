import { useEffect } from 'react';
import { PageColumns } from '../../components/page-columns.tsx';
import { loadAllPackages, usePlugins } from '../../mirror/plugins.ts';
import { loadUsage } from '../../mirror/usage.ts';
import { HandOverPanel } from './hand-over-panel.tsx';
import { HandedPanel } from './handed-panel.tsx';
import { StoragePanel } from './storage-panel.tsx';
import { WantedPanel } from './wanted-panel.tsx';

/** What must be brought, what was brought, and what the disk holds of it all. */
export function FilesScreen() {
  const installed = usePlugins((mirror) => installedIds(mirror.catalogue));
  useEffect(() => {
    void loadUsage();
  }, []);
  // Read again where a plugin was installed meanwhile: its packages may want files too.
  useEffect(() => {
    void loadAllPackages();
  }, [installed]);
  return (
    <PageColumns
      side={
        <>
          <HandOverPanel />
          <StoragePanel />
        </>
      }
    >
      <WantedPanel />
      <HandedPanel />
    </PageColumns>
  );
}

function installedIds(catalogue: readonly { readonly id: string; readonly installedVersion?: string | undefined }[]): string {
  return catalogue
    .filter(({ installedVersion }) => installedVersion !== undefined)
    .map(({ id, installedVersion }) => `${id} ${installedVersion}`)
    .join('\n');
}
