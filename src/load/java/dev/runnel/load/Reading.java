package dev.runnel.load;

/** How a client reads. */
enum Reading {
  /** Whatever has arrived, at once. */
  AT_ONCE,
  /** One byte in a second, with the smallest buffer that the system gives. */
  ONE_BYTE_PER_SECOND,
  /** Nothing, with the smallest buffer that the system gives. */
  NEVER
}
