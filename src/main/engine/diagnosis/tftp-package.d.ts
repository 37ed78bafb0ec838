declare module 'tftp' {
  interface ClientOptions {
    readonly host: string;
    readonly port: number;
    readonly blockSize: number;
    readonly windowSize: number;
    /** Milliseconds. */
    readonly timeout: number;
    readonly retries: number;
  }
  interface Stats {
    readonly blockSize: number;
    readonly windowSize: number;
  }
  interface GetStream {
    on(event: 'stats', listener: (stats: Stats) => void): this;
    on(event: 'data', listener: (bytes: Buffer) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'abort' | 'end', listener: () => void): this;
    abort(reason: string): void;
  }
  const tftp: { createClient(options: ClientOptions): { createGetStream(name: string): GetStream } };
  export default tftp;
}
