package dev.runnel.config;

import org.jspecify.annotations.Nullable;

/**
 * What the application runs on.
 *
 * @param executor the JNDI name of an executor of the server that its workers are to run on; null
 *     for threads of its own
 */
record ThreadSettings(@Nullable String executor) {

  static final String EXECUTOR = "runnel.executor";

  /** What may be said there; no address of another machine, which a look-up would ask. */
  static final String ALLOWED =
      "allowed is the JNDI name of a ManagedExecutorService of this server, such as"
          + " concurrent/runnel-workers or java:jboss/ee/concurrency/executor/runnel";
}
