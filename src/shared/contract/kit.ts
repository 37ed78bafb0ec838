import type { z } from 'zod';
import type { Failure } from '../failures.ts';

/** A question that a client may ask: its input is parsed before a handler sees it. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
}

/** Something that the engine announces. Nobody may wait on news to make the next thing happen. */
export interface News<P extends z.ZodType = z.ZodType> {
  readonly kind: 'news';
  readonly payload: P;
}

export type Area = Readonly<Record<string, Call | News>>;
export type ContractShape = Readonly<Record<string, Area>>;

/** What crosses every transport in answer to a call. Failures are data, never thrown across. */
export type Reply<T = unknown> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { kind: 'call', input, output };
}

export function news<P extends z.ZodType>(payload: P): News<P> {
  return { kind: 'news', payload };
}

type CallNames<A extends Area> = { [K in keyof A]: A[K] extends Call ? K : never }[keyof A];
type NewsNames<A extends Area> = { [K in keyof A]: A[K] extends News ? K : never }[keyof A];
type InputOf<C> = C extends Call<infer I, z.ZodType> ? z.input<I> : never;
type ParsedInputOf<C> = C extends Call<infer I, z.ZodType> ? z.output<I> : never;
type OutputOf<C> = C extends Call<z.ZodType, infer O> ? z.output<O> : never;

/** `client.plugins.install({ ids })`: rejects with a `ProvdeskError` where the reply is a failure. */
export type Client<C extends ContractShape> = {
  readonly [A in keyof C]: { readonly [K in CallNames<C[A]>]: (input: InputOf<C[A][K]>) => Promise<OutputOf<C[A][K]>> };
};

/** One function per call. A missing one is a compile error. */
export type Handlers<C extends ContractShape> = {
  readonly [A in keyof C]: {
    readonly [K in CallNames<C[A]>]: (input: ParsedInputOf<C[A][K]>) => OutputOf<C[A][K]> | Promise<OutputOf<C[A][K]>>;
  };
};

type NewsName<C extends ContractShape> = { [A in keyof C & string]: `${A}.${NewsNames<C[A]> & string}` }[keyof C & string];
type PayloadOf<N> = N extends News<infer P> ? z.output<P> : never;

/** `'devices.changed'` → its payload. */
export type NewsOf<C extends ContractShape> = {
  [N in NewsName<C>]: N extends `${infer A extends keyof C & string}.${infer K}`
    ? K extends keyof C[A]
      ? PayloadOf<C[A][K]>
      : never
    : never;
};

/** The two things a transport carries. The desktop's preload, the WebSocket and the control socket all give this. */
export interface Transport {
  request(name: string, input: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (name: string, payload: unknown) => void): () => void;
}
