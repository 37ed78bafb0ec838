const LOCK_STEP =
  'of the processor time of 200 lock-step transfers, 57 % is the kernel (a send, two receives and a share of a poll for each block), ' +
  '28 % Node’s own C++ around each datagram, 9 % the allocator, which gives 64 KiB for each of them, and 5 % our code.';

/** Why a goal is not reached, as a profile says it; printed beside a figure that is short of its goal. */
export const reasons: Readonly<Record<string, string>> = {
  G1: LOCK_STEP,
  G2: 'eight sends for each acknowledgement: the cost is Node’s way to a send, about 0.9 µs of 2 µs, which C does not have.',
  G3: LOCK_STEP,
  G4: 'eight sends for each acknowledgement: the cost is Node’s way to a send, about 0.9 µs of 2 µs, which C does not have.',
  G5: LOCK_STEP,
  G11:
    'of 135 µs a fetch, half are its eight sends; then the socket of its own (bound, connected, closed), the allocator, and the look at ' +
    'the file, which all who ask at one time share.',
  G12:
    'on two cores the load clients and the threads that send want both of them; in a profile the app’s thread is busy for less than 5 % of ' +
    'the time and its longest waits stand in functions of some microseconds: it waits for a processor.',
  G13: 'an isolate for the thread that takes requests in and one for each that helps, of about 20 MiB each, and what waits for their collection.',
};
