package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogDroppedException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ConnectionCallback;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * One client that waits for the end of a completion. Its cursor follows the log, so that it counts
 * as one that reads; what the log holds is read only when it has ended.
 */
final class WholeAnswer {

  private static final Logger LOGGER = System.getLogger(WholeAnswer.class.getName());

  private final Completion completion;
  private final Function<Completion, Response> reply;
  private final AsyncResponse response;
  private final Executor workers;
  private final Cursor cursor;

  WholeAnswer(
      Completion completion,
      Function<Completion, Response> reply,
      AsyncResponse response,
      Executor workers) {
    this.completion = completion;
    this.reply = reply;
    this.response = response;
    this.workers = workers;
    this.cursor = completion.log().cursor(0);
  }

  /** Its client waits from now on; false if the log is kept no more. */
  boolean attach() {
    if (!completion.attach(cursor)) {
      return false;
    }
    // Where a server notices: nobody pays for an answer that nobody reads.
    response.register((ConnectionCallback) gone -> leave());
    return true;
  }

  /** Has the client answered when the log has its end. Never blocks; by one thread at a time. */
  void await() {
    try {
      do {
        while (cursor.next() != null) {
          // Only the position moves.
        }
        if (completion.log().endsAt(cursor.position())) {
          answerSoon();
          return;
        }
      } while (!cursor.await(this::await));
    } catch (LogDroppedException dropped) {
      answerSoon();
    }
  }

  private void answerSoon() {
    try {
      workers.execute(this::answer);
    } catch (RejectedExecutionException stopping) {
      answer();
    }
  }

  private void answer() {
    try {
      response.resume(reply.apply(completion));
    } catch (LogDroppedException dropped) {
      response.resume(
          ProblemException.unavailable("The answer was dropped to make room for others."));
    } catch (RuntimeException broken) {
      LOGGER.log(Level.DEBUG, "stream " + completion.log().id() + " is answered otherwise", broken);
      response.resume(broken);
    } finally {
      leave();
    }
  }

  private void leave() {
    completion.detach(cursor);
  }
}
