import type { Validators } from './plan-response.ts';
import { type Fields, httpDate, responseHead } from './response-head.ts';

const DATE_AT = 'HTTP/1.1 200 OK\r\nDate: '.length;

/** What a file's responses say of it, whatever part goes out. */
export interface FileFacts extends Validators {
  readonly fields: Fields;
}

interface Whole {
  readonly bytes: Buffer;
  readonly headBytes: number;
  second: number;
}

/** A small file, with its whole response as it goes out: one piece of memory, one step. */
export class SmallFile {
  readonly kind = 'small';
  readonly facts: FileFacts;
  readonly body: Buffer;
  #closing: Whole | undefined;
  #staying: Whole | undefined;

  constructor(facts: FileFacts, body: Buffer) {
    this.facts = facts;
    this.body = body;
  }

  /** Head and body. The same memory each time: only its date is written anew, once a second. */
  whole(keepAlive: boolean, now: number): Buffer {
    return this.#stamped(keepAlive, now).bytes;
  }

  head(keepAlive: boolean, now: number): Buffer {
    const { bytes, headBytes } = this.#stamped(keepAlive, now);
    return bytes.subarray(0, headBytes);
  }

  #stamped(keepAlive: boolean, now: number): Whole {
    const whole = keepAlive ? (this.#staying ??= this.#build(true, now)) : (this.#closing ??= this.#build(false, now));
    const second = Math.floor(now / 1000);
    if (whole.second !== second) {
      whole.second = second;
      whole.bytes.write(httpDate(now), DATE_AT, 'latin1');
    }
    return whole;
  }

  #build(keepAlive: boolean, now: number): Whole {
    const fields = { ...this.facts.fields, 'Content-Length': this.facts.size };
    const head = Buffer.from(responseHead(200, fields, keepAlive, now), 'latin1');
    return { bytes: Buffer.concat([head, this.body]), headBytes: head.length, second: Math.floor(now / 1000) };
  }
}
