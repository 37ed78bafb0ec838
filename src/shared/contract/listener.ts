import { z } from 'zod';

/** What a listener speaks. Over HTTPS the same is asked and answered as over HTTP. */
export const ListenerProtocol = z.enum(['tftp', 'http', 'https']);
export type ListenerProtocol = z.infer<typeof ListenerProtocol>;
