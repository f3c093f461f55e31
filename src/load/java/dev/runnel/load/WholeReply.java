package dev.runnel.load;

/**
 * A reply that was read to its end.
 *
 * @param status its status, or 0 when it was cut
 * @param body its body, a char for a byte
 */
record WholeReply(int status, String body) {

  private static final int OK = 200;

  /** What is wrong with the reply to a call that must succeed, or "". */
  String complaint() {
    return status == OK ? "" : "status " + status;
  }
}
