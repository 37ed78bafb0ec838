import type { Page } from 'playwright-core';

/** As from a file manager: the browser gets its files by their paths, and the element a drop of them. */
export async function dropFiles(page: Page, paths: readonly string[], on = 'body'): Promise<void> {
  const holder = await page.evaluateHandle(() => {
    const field = document.createElement('input');
    field.type = 'file';
    field.multiple = true;
    return document.body.appendChild(field);
  });
  await holder.asElement()?.setInputFiles([...paths]);
  await holder.evaluate((field, selector) => {
    const transfer = new DataTransfer();
    for (const file of (field as HTMLInputElement).files ?? []) transfer.items.add(file);
    field.remove();
    const init = { dataTransfer: transfer, bubbles: true, cancelable: true };
    const target = document.querySelector(selector);
    target?.dispatchEvent(new DragEvent('dragover', init));
    target?.dispatchEvent(new DragEvent('drop', init));
  }, on);
}
