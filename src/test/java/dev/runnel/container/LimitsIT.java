package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much is too much, and what gives room again. The limits are small here, clients that go have
 * no grace, and what has ended is kept for seconds. The faults' ids are in the tests' names.
 */
class LimitsIT extends ServerTest {

  private static final int MAX_STREAMS = 40;
  private static final int MAX_STREAMS_PER_USER = 2;
  private static final int MAX_CLIENTS = 64;

  /** Nearly all of what is for all logs together: 1 MiB. */
  private static final int NEARLY_ALL_CHARS = 1_000_000;

  private static final int WINDOW_BYTES = 4096;

  /** How the server counts whom: a proxy of this machine says so. */
  private static final String USER = "X-Forwarded-For";

  private static final String[] NOBODY = {};

  private final Gate gate = new Gate();
  private final List<StreamClient> clients = new ArrayList<>();

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(
        "runnel.auth=anonymous",
        "runnel.max-streams=" + MAX_STREAMS,
        "runnel.max-streams-per-user=" + MAX_STREAMS_PER_USER,
        "runnel.log-bytes=1MiB",
        "runnel.retention=PT4S",
        "runnel.resume-grace=PT0S",
        "runnel.timeout.write=PT1S");
  }

  /** Ends what a test has left under way, so that the next has all the room. */
  @AfterEach
  void letAllEnd() throws IOException {
    gate.open();
    for (StreamClient client : clients) {
      if (!client.streamId().isEmpty()) {
        delete(client);
      }
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c01 FIN", "c02 RST"})
  void c01c02AClientThatLeavesMidStreamStopsTheProviderAndMakesRoom(String way) throws Exception {
    ScriptedProvider.plays(
        way, Script.eventStream().send(ScriptedProvider.arkDelta("first")).stall());
    String[] user = {USER, "192.0.2.1"};
    StreamClient leaving = open(way, user).readUntil("first");
    open(gated("c01 c02 " + way), user).readUntil("first");
    assertRefused(open(way, user), 429);

    if (way.endsWith("RST")) {
      leaving.reset();
    } else {
      leaving.fin();
    }

    RecordedRequest request = asked(way).get(0);
    Await.until("the provider's is closed", () -> provider.closedByPeer(request.connection()));
    // The place is free before the provider's connection is closed.
    assertThat(open("after " + way, user).readAll().status()).isEqualTo(200);
    assertThat(asked("after " + way)).hasSize(1);
  }

  @Test
  void c03AClientThatTookNothingIsNoticedWhenItGoes() throws Exception {
    Script script = Script.eventStream();
    for (int i = 0; i < 8; i++) {
      script.send(delta("x".repeat(64 * 1024)));
    }
    ScriptedProvider.plays("c03", script.stall());
    StreamClient idle =
        StreamClient.get(WINDOW_BYTES, uri("api/chat?model=ark&message=c03"), NOBODY);
    // Meanwhile a server that writes to it as long as it takes anything is held up.
    assertThat(open("another", NOBODY).readAll().status()).isEqualTo(200);
    idle.reset();
    RecordedRequest request = asked("c03").get(0);
    Await.until("the provider's is closed", () -> provider.closedByPeer(request.connection()));
  }

  @Test
  void c08TellsThatAStreamHasExpired() throws Exception {
    StreamClient ended = open("c08", NOBODY).readAll();
    String path = "api/streams/" + ended.streamId();
    assertThat(Answer.get(uri(path)).status()).isEqualTo(200);
    Await.until("its time is over", () -> delete(ended).status() == 410);

    int asked = provider.requests().size();
    String lastEventId = Received.of(ended).lastEventId();
    for (String resume : List.of(path, "api/chat?message=x", "helloworld")) {
      Answer gone =
          Answer.to(Answer.request(uri(resume)).header("Last-Event-ID", lastEventId).build());
      assertThat(gone.status()).as(resume).isEqualTo(410);
      assertThat(gone.header("Content-Type")).startsWith("application/problem+json");
      assertThat(gone.body()).contains("not kept any more");
    }
    assertThat(provider.requests()).hasSize(asked);
  }

  @Test
  void c14OneStreamTooManyOfAUserIsRefusedAndOthersAreNot() throws Exception {
    String[] user = {USER, "192.0.2.7"};
    String message = gated("c14");
    for (int i = 0; i < MAX_STREAMS_PER_USER; i++) {
      open(message, user).readUntil("first");
    }
    int asked = provider.requests().size();
    for (StreamForm form : StreamForm.values()) {
      assertRefused(form.open(uri(""), "c14 too many", user), 429);
    }
    assertThat(provider.requests()).hasSize(asked);

    assertThat(open("c14 other", USER, "192.0.2.8").readAll().status()).isEqualTo(200);
    for (int i = 0; i <= MAX_STREAMS_PER_USER; i++) {
      // Without accounts, callers on the machine itself have no limit of their own.
      assertThat(open(message, NOBODY).status()).isEqualTo(200);
    }
    // Reading on, and stopping, is no new stream.
    String path = "api/streams/" + clients.get(0).streamId();
    try (StreamClient tab = StreamClient.get(uri(path), user)) {
      assertThat(tab.status()).isEqualTo(200);
      delete(clients.get(0));
      tab.readUntil("cancelled");
    }
    assertThat(open("c14 again", user).readAll().status()).isEqualTo(200);
  }

  @Test
  void oneClientTooManyOfAStreamIsRefused() throws Exception {
    StreamClient first = open(gated("tabs"), NOBODY).readUntil("first");
    URI stream = uri("api/streams/" + first.streamId());
    for (int i = 1; i < MAX_CLIENTS; i++) {
      assertThat(tab(stream).status()).isEqualTo(200);
    }
    StreamClient refused = tab(stream);
    assertRefused(refused, 429);
    assertThat(refused.readAll().body()).contains("This stream has 64 clients");

    clients.get(1).reset();
    Await.until("its place is free", () -> tab(stream).status() == 200);
    gate.open();
    assertThat(Received.of(first.readAll()).text()).isEqualTo("first last");
  }

  @Test
  void c15OneStreamTooManyInAllIsRefused() throws Exception {
    String message = gated("c15");
    for (int i = 0; i < MAX_STREAMS; i++) {
      open(message, NOBODY).readUntil("first");
    }
    int asked = provider.requests().size();
    for (StreamForm form : StreamForm.values()) {
      assertRefused(form.open(uri(""), "c15 too many", NOBODY), 503);
    }
    assertRefused(open("c15 too many", USER, "192.0.2.9"), 503);
    assertThat(provider.requests()).hasSize(asked);
    StreamClient first = clients.get(0);
    try (StreamClient tab = StreamClient.get(uri("api/streams/" + first.streamId()))) {
      assertThat(tab.readUntil("first").status()).isEqualTo(200);
    }
    gate.open();
    assertThat(Received.of(first.readAll()).text()).isEqualTo("first last");
    assertThat(open("c15 again", NOBODY).readAll().status()).isEqualTo(200);
  }

  @Test
  void memoryGoesFromFinishedStreamsThenToNoNewOnesThenFromTheOneThatGrows() throws Exception {
    String large = "x".repeat(NEARLY_ALL_CHARS / 2);
    ScriptedProvider.plays("finished", ended(Script.eventStream().send(delta(large))));
    StreamClient finished = open("finished", NOBODY).readAll();
    assertThat(Received.of(finished).text()).isEqualTo(large);

    Gate more = new Gate();
    String nearlyAll = "y".repeat(NEARLY_ALL_CHARS) + "z";
    ScriptedProvider.plays(
        "growing",
        ended(Script.eventStream().send(delta(nearlyAll)).await(more).send(delta(large))));
    StreamClient growing = open("growing", NOBODY).readUntil("yz");
    assertThat(delete(finished).status()).as("it made room").isEqualTo(410);

    String message = gated("small");
    StreamClient small = open(message, NOBODY);
    while (small.status() == 200) {
      small = open(message, NOBODY);
    }
    assertRefused(small, 503);
    assertThat(small.readAll().body()).contains("as many answers as it has room for");
    assertThat(clients).as("not the other limit").hasSizeLessThan(MAX_STREAMS);

    more.open();
    Received received = Received.of(growing.readAll());
    assertThat(growing.whole()).isTrue();
    assertThat(received.text()).startsWith(nearlyAll);
    assertThat(received.text().substring(nearlyAll.length()))
        .as("as much of the rest as there was room for")
        .containsPattern("^x*$")
        .hasSizeLessThan(large.length());
    assertThat(received.last().string("type")).isEqualTo("error");
    assertThat(received.last().string("code")).isEqualTo("overloaded");
    assertThat(received.last().bool("retryable")).isTrue();
    RecordedRequest request = asked("growing").get(0);
    Await.until("the provider's is closed", () -> provider.closedByPeer(request.connection()));
    gate.open();
    for (StreamClient client : clients.subList(2, clients.size() - 1)) {
      assertThat(Received.of(client.readAll()).text()).isEqualTo("first last");
    }
  }

  /** A message to which the model says a word and then waits for the test's gate. */
  private String gated(String name) {
    ScriptedProvider.GATES.put(name, gate);
    return "wait for " + name;
  }

  private static String delta(String text) {
    return ScriptedProvider.arkDelta(text);
  }

  private static Script ended(Script script) {
    return script.send(ScriptedProvider.ARK_END);
  }

  private StreamClient open(String message, String... headers) throws IOException {
    StreamClient client =
        StreamClient.open(
            "POST",
            uri("api/chat"),
            "{\"model\":\"ark\",\"message\":%s}".formatted(new JsonString(message).toJson()),
            headers);
    clients.add(client);
    return client;
  }

  /** One more client of a stream. */
  private StreamClient tab(URI stream) {
    try {
      StreamClient tab = StreamClient.get(stream);
      clients.add(tab);
      return tab;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for the stop of a client's stream. */
  private Answer delete(StreamClient client) {
    try {
      return Answer.to(Answer.request(uri("api/streams/" + client.streamId())).DELETE().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<RecordedRequest> asked(String message) {
    return provider.requests().stream()
        .filter(request -> request.lastMessage().equals(message))
        .toList();
  }

  private static void assertRefused(StreamClient client, int status) {
    assertThat(client.status()).isEqualTo(status);
    assertThat(client.header("Content-Type")).startsWith("application/problem+json");
    assertThat(client.header("Retry-After")).matches("[1-9][0-9]*");
    assertThat(client.streamId()).isEmpty();
  }
}
