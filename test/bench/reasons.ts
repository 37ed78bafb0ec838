const LOCK_STEP =
  'of the processor time of 200 lock-step transfers, 57 % is the kernel (a send, two receives and a share of a poll for each block), ' +
  '28 % Node’s own C++ around each datagram, 9 % the allocator, which gives 64 KiB for each of them, and 5 % our code.';

/** Why a goal is not reached, as a profile says it; printed beside a figure that is short of its goal. */
export const reasons: Readonly<Record<string, string>> = {
  G1: LOCK_STEP,
  G2: 'eight sends for each acknowledgement: the cost is Node’s way to a send, about 0.9 µs of 2 µs, which C does not have.',
  G3: LOCK_STEP,
  G4: 'eight sends for each acknowledgement: the cost is Node’s way to a send, about 0.9 µs of 2 µs, which C does not have.',
  G5:
    'by TFTP, one client in lock-step has a block on its way at a time: the line is idle while both machines wake up, with every server here. ' +
    'Two hundred keep it full, and then every acknowledgement wakes a thread that sleeps, which is dear on a virtual machine: ' +
    'tftpd-hpa too takes three times the processor time that the reference measured, while dnsmasq, one thread that asks all its sockets in turn, takes the same. Of ours, ' +
    '57 % is the kernel (a send, two receives and a share of a poll for each block), 28 % Node’s own C++ around each datagram, 5 % our code.',
  G11:
    'of 135 µs a fetch, half are its eight sends; then the socket of its own (bound, connected, closed), the allocator, and the look at ' +
    'the file, which all who ask at one time share.',
  G12:
    'on two cores the load clients and the threads that send want both of them; in a profile the app’s thread is busy for less than 5 % of ' +
    'the time and its longest waits stand in functions of some microseconds: it waits for a processor.',
  G14:
    'by HTTP on the wire, 94 % of the time in which the data plane is busy is the kernel’s own write, which copies each byte and cuts it into ' +
    'segments; Node has no way to send a file without that. A bare Node server that holds the file in memory took 0.21 to 0.27 s in the same place. ' +
    'Beside `send`, five gigabytes a second are what this memory copies; the faster the machine’s disk cache, the closer comes a server that reads each file anew.',
  G15:
    'of a configuration from the cache, a third of the data plane’s time is its write, a sixth opening and closing its connection, a tenth collecting ' +
    'garbage, a tenth telling the engine, for the journal. Of one that is rendered for each request, a third is the question that crosses threads, ' +
    'and a fifth the write; the engine’s own thread is busy for a third of the time, and less than a tenth of that is the rendering.',
  G13: 'an isolate for the thread that takes requests in and one for each that helps, of about 20 MiB each, and what waits for their collection.',
};
