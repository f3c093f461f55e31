package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.IdempotencyKey;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.Requester;
import dev.runnel.completion.Start;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.Threads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers clients that want an answer whole, not as it is written. None holds a thread while the
 * model writes. Thread-safe.
 */
@Singleton
public class WholeAnswers {

  private final Completions completions;
  private final Threads threads;
  private final AccessSettings access;

  /** With these completions. */
  @Inject
  public WholeAnswers(Completions completions, Threads threads, AccessSettings access) {
    this.completions = completions;
    this.threads = threads;
    this.access = access;
  }

  /**
   * Starts a completion and answers the request when it has ended. Returns at once. A request with
   * an {@code Idempotency-Key} that was sent before joins the completion that it started.
   *
   * @param body the request's body
   * @param start what is started; called only if it is
   * @param reply what is answered, made of a completion that has ended; called once, by a worker
   * @throws RefusedException at a limit
   * @throws ProblemException 410 if it has ended, and went, before its client was counted
   */
  public void start(
      RequestBody body,
      Supplier<Start> start,
      Function<Completion, Response> reply,
      AsyncResponse response,
      HttpServletRequest request) {
    Requester requester = Caller.requester(request, access);
    IdempotencyKey key = IdempotencyHeader.of(request, requester, body);
    Completion completion =
        key == null ? completions.start(requester, start) : completions.startOrJoin(key, start);
    WholeAnswer answer = new WholeAnswer(completion, reply, response, threads.workers());
    if (!answer.attach()) {
      throw ProblemException.gone("This answer has ended and is not kept any more.");
    }
    TraceScope.leave(request);
    answer.await();
  }
}
