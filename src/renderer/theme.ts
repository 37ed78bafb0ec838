import { ActionIcon, Button, createTheme, Modal, TextInput } from '@mantine/core';

const indigo = [
  '#eef1fd',
  '#dbe1f9',
  '#b5c1f1',
  '#8d9fe9',
  '#6c83e2',
  '#5871de',
  '#4a66de',
  '#3450c8',
  '#2c45b3',
  '#22389b',
] as const;

export const theme = createTheme({
  primaryColor: 'indigo',
  colors: { indigo },
  primaryShade: { light: 7, dark: 6 },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'default', size: 30 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    // The window itself never scrolls, so there is nothing to lock; the lock's own <style> would need another nonce.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 0 } } }),
  },
});
