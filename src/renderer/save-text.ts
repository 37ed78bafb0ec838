/** Offers a text as a file: the browser's own download, the desktop's own dialog. */
export function saveText(name: string, type: string, text: string): void {
  // Spreadsheets take a text without this mark for the letters of another century.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun; nobody tells when that is.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
