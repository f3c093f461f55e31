package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Requests to an application that has nothing to do with ours. A thread of WildFly keeps its first
 * request as long as it lives, and its last one until the next: with theirs, it keeps none of ours.
 */
final class Bystanders {

  /** As many threads WildFly has for requests at most, by default. */
  static final int REQUEST_THREADS = 16 * Runtime.getRuntime().availableProcessors();

  private Bystanders() {}

  /** Their application. */
  static WebArchive war(String name) {
    return ShrinkWrap.create(WebArchive.class, name).addClass(Bystander.class);
  }

  /**
   * Gives each thread of the server that takes requests one of theirs.
   *
   * @param root where their application is, with a slash at the end
   */
  static void occupyRequestThreads(URI root) {
    URI together = root.resolve("together?requests=" + REQUEST_THREADS);
    Stream.generate(
            () ->
                Answer.CLIENT.sendAsync(
                    Answer.request(together).build(), BodyHandlers.discarding()))
        .limit(REQUEST_THREADS)
        .toList()
        .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }
}
