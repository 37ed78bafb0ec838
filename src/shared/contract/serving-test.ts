import { z } from 'zod';
import { ListenerProtocol } from './listener.ts';
import { Failure, Instant, Port } from './values.ts';

/**
 * How a test fetches. TFTP: in lock-step with blocks of 512 bytes, as every phone can; with 1,428, as most ask for; in
 * windows of 8 blocks (RFC 7440).
 */
export const TestWay = z.enum(['tftp-512', 'tftp-1428', 'tftp-window', 'http', 'https']);
export type TestWay = z.infer<typeof TestWay>;

/** `right`: every byte came, by SHA-256. `skipped`: the address did not answer another way either. */
export const TestResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('right'), bytes: z.number(), milliseconds: z.number() }),
  z.object({ kind: z.literal('failed'), failure: Failure }),
  z.object({ kind: z.literal('skipped') }),
]);
export type TestResult = z.infer<typeof TestResult>;

export const TestCheck = z.object({
  protocol: ListenerProtocol,
  address: z.string(),
  port: Port,
  /** As the operating system names it; null where no interface has this address now. */
  interface: z.string().nullable(),
  way: TestWay,
  result: TestResult,
});
export type TestCheck = z.infer<typeof TestCheck>;

/** A test of what is served: one file, fetched from every address in every way. */
export const SelfTest = z.object({
  startedAt: Instant,
  /** Null while it runs. */
  endedAt: Instant.nullable(),
  checks: z.array(TestCheck),
});
export type SelfTest = z.infer<typeof SelfTest>;

/** What came of a file that was fetched to look at it; the bytes themselves are not kept. */
export const TestFetch = z.object({
  url: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  milliseconds: z.number(),
  /** What the server agreed to; absent for HTTP. */
  tftp: z.object({ blockSize: z.number(), windowSize: z.number() }).optional(),
  /** SHA-256 of the certificate that was shown, `AB:CD:…`; it is not judged. */
  certificate: z.string().optional(),
});
export type TestFetch = z.infer<typeof TestFetch>;

/** `windowSize` 1 is lock-step. */
export const TestFetchWish = z.object({
  url: z.string().min(1).max(2000),
  blockSize: z.number().int().min(8).max(1468).default(1428),
  windowSize: z.number().int().min(1).max(64).default(1),
});
export type TestFetchWish = z.infer<typeof TestFetchWish>;
