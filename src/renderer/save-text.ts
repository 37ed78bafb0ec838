/** Offers a text as a file: the browser's own download, the desktop's own dialog. */
export function saveText(name: string, type: string, text: string): void {
  // Spreadsheets take a text without this mark for the letters of another century.
  save(name, new Blob(['\uFEFF', text], { type: `${type};charset=utf-8` }));
}

/** The same with bytes. */
export function saveBytes(name: string, type: string, base64: string): void {
  save(name, new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], { type }));
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun; nobody tells when that is.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
