import { Button, type ButtonProps } from '@mantine/core';
import { useRef } from 'react';

interface FilePickerProps extends ButtonProps {
  readonly multiple?: boolean;
  /** Endings, as the `accept` of a file field takes them. */
  readonly accept?: string;
  readonly onPick: (files: readonly File[]) => void;
}

/** The system's own dialog for files, behind a button of ours. */
export function FilePicker({ multiple = false, accept, onPick, ...button }: FilePickerProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = ''; // The same file may be chosen again.
          if (files.length > 0) onPick(files);
        }}
      />
      <Button {...button} onClick={() => field.current?.click()} />
    </>
  );
}
