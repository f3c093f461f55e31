package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import dev.runnel.standin.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Those who use a deployment, some of whom are still there when it is undeployed. */
final class Visitors {

  private final CompletableFuture<HttpResponse<String>> stalled;
  private final StreamClient administrator;

  private Visitors(CompletableFuture<HttpResponse<String>> stalled, StreamClient administrator) {
    this.stalled = stalled;
    this.administrator = administrator;
  }

  /**
   * Something of everything: answers that end, one that does not, and an administrator who watches.
   *
   * @param root where the application is, with a slash at the end
   * @param model one whose provider is the stand-in
   */
  static Visitors of(URI root, String model, ProviderStandIn provider) throws Exception {
    URI chat = root.resolve("api/chat");
    StreamClient administrator = StreamClient.get(root.resolve("api/admin/events"));
    assertThat(administrator.readEvents(1)).as(administrator.body()).isTrue();
    int before = provider.requests().size();
    CompletableFuture<HttpResponse<String>> stalled =
        Answer.CLIENT.sendAsync(
            Answer.json(chat, request(model, "\"message\":\"stall\"")).build(),
            BodyHandlers.ofString());
    Await.until("it is under way", () -> provider.requests().size() > before);
    assertThat(Answer.post(chat, request(model, "\"message\":\"hello\"")).text())
        .isEqualTo("You said: hello");
    Answer structured =
        Answer.post(
            root.resolve("api/generate"),
            request(
                model,
                """
                "prompt":"say {\\"size\\":|12}","schema":{"properties":{
                  "size":{"type":"integer","maximum":10}}}"""));
    assertThat(structured.last().bool("valid")).as(structured.body()).isFalse();
    assertThat(Answer.get(root.resolve("health")).status()).isEqualTo(200);
    return new Visitors(stalled, administrator);
  }

  private static String request(String model, String members) {
    return "{\"model\":\"%s\",%s}".formatted(model, members);
  }

  /** Each is told the end: the stream by an event, the administrator by a reply that is whole. */
  void assertAllWereTold() throws Exception {
    assertThat(stalled.get().body())
        .contains("\"type\":\"error\"", "\"code\":\"producer_lost\",\"retryable\":true");
    try (administrator) {
      administrator.readAll();
      assertThat(administrator.whole()).as(administrator.body()).isTrue();
    } catch (IOException silent) {
      throw new AssertionError("the administrator hears no end", silent);
    }
  }
}
