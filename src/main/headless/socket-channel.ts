import type { WebSocket } from 'ws';
import type { Channel } from '../../shared/contract/wire.ts';

const MOST_UNSENT_BYTES = 16 * 1024 * 1024;
const PING_EVERY_MS = 20_000;

/**
 * A browser's WebSocket as a channel. A browser that falls more than 16 MiB behind, or that answers no ping
 * for 20 s, is dropped: it reconnects and takes a fresh snapshot, which is cheaper than what it missed.
 */
export function socketChannel(socket: WebSocket): Channel {
  // Without a listener an oversized or malformed frame would end the process; `close` follows each error.
  socket.on('error', () => socket.terminate());
  dropWhenSilent(socket);
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_UNSENT_BYTES) socket.terminate();
      else socket.send(text);
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        if (isBinary || !Buffer.isBuffer(data)) socket.close(1003, 'text only');
        else listener(data.toString());
      });
    },
    onClose(listener) {
      socket.once('close', listener);
    },
  };
}

function dropWhenSilent(socket: WebSocket): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  socket.once('close', () => clearInterval(timer));
}
