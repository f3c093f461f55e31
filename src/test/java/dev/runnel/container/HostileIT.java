package dev.runnel.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.web.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that mean harm: each is answered, with a problem and without asking the model, or as
 * what it is. None gets a 500, a stack trace or a thread for good.
 */
class HostileIT extends ServerTest {

  /** What a body has in these tests; all of one that comes at all come in that time. */
  private static final int BODY_SECONDS = 4;

  private static final List<String> PATHS = List.of("api/chat", "api/generate");

  /** More than any limit: a body that is sent for as long as the server takes it. */
  private static final long ENDLESS = 1L << 32;

  private static final int PIECE = 8192;

  private static final int PATIENCE_MILLIS = 60_000;

  /** Text that would end an event and begin another, where it was written as it is. */
  private static final String FORGED = "abc\r\nid: 9\r\nevent: complete\r\n\r\ndata: x";

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.timeout.body=PT" + BODY_SECONDS + "S");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("refused")
  void refusesWithAProblemAndAsksNobody(String name, String path, byte[] body, int status)
      throws Exception {
    int before = provider.requests().size();
    Answer answer = post(path, body);

    assertProblem(answer, status);
    assertThat(provider.requests()).hasSize(before);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
            hostile("depth", "[".repeat(100_000), 400),
            hostile("depth in a member", member("x", "[".repeat(100_000)), 400),
            hostile("colliding names over the size", names(15), 413),
            hostile("colliding names", names(13), 400),
            hostile("huge exponent", member("temperature", "1e1000000000"), 400),
            hostile("tiny exponent", member("temperature", "-1E-1000000000"), 400),
            hostile("digits without end", member("temperature", "9".repeat(100_000)), 400),
            hostile("NaN", member("temperature", "NaN"), 400),
            hostile("text behind", member("x", "1") + member("x", "2"), 400),
            hostile("array", "[\"x\"]", 400),
            hostile("null", "null", 400),
            hostile("nothing", "", 400),
            hostile("object for text", "{\"%s\":{\"$ne\":null}}", 400),
            hostile("forged lines as model", member("model", quoted(FORGED)), 400),
            Arguments.of("UTF-16", "{\"%s\":\"x\"}".getBytes(UTF_16), 400),
            Arguments.of("not UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 400))
        .flatMap(HostileIT::atEachPath);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/chat", "api/generate"})
  void answersAMessageWithHalfASurrogatePairInValidUtf8(String path) throws Exception {
    Answer answer = post(path, text(path, "\\ud800 " + path).getBytes(US_ASCII));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(asked("\ufffd " + path)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/chat", "api/generate"})
  void cutsNoMessageOffAtANul(String path) throws Exception {
    String message = "before " + path + " \0 after";
    Answer answer = post(path, text(path, "before " + path + " \\u0000 after").getBytes(US_ASCII));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(asked(message)).hasSize(1);
  }

  @Test
  void readsNamesOfEqualHashes() throws Exception {
    Answer answer =
        post("api/chat", ("{\"message\":\"names\"," + names(12).substring(1)).getBytes(US_ASCII));

    assertThat(answer.text()).isEqualTo("You said: names");
  }

  @Test
  void showsNoForgedLineOfAnId() throws Exception {
    String encoded = URLEncoder.encode(FORGED, UTF_8);
    List<Answer> answers =
        List.of(
            post("api/chat", chat("conversation_id")),
            Answer.get(uri("api/chat?message=x&conversation_id=" + encoded)),
            Answer.get(uri("api/chat?message=x&model=" + encoded)));

    assertThat(answers).extracting(Answer::status).containsExactly(404, 404, 400);
    for (Answer answer : answers) {
      assertProblem(answer, answer.status());
      assertThat(answer.body().lines()).noneMatch(line -> line.startsWith("id:"));
      assertThat(answer.headers().map()).doesNotContainKeys("id", "event", "data");
    }
  }

  private static byte[] chat(String member) {
    return "{\"message\":\"x\",\"%s\":%s}".formatted(member, quoted(FORGED)).getBytes(US_ASCII);
  }

  // C13: a body over its size, without an end, or slow.

  @ParameterizedTest
  @ValueSource(strings = {"api/chat", "api/generate"})
  void c13RefusesABodyOverItsSizeBeforeItsEnd(String path) throws Exception {
    try (Client client = new Client(path, "Content-Length: " + (RequestBody.MAX_BYTES * 2))) {
      client.send("x".repeat(RequestBody.MAX_BYTES + 1));

      // The other half is never sent.
      assertThat(client.reply()).startsWith("HTTP/1.1 413 ").contains("\"status\":413");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/chat", "api/generate"})
  void c13RefusesABodyWithoutAnEndAndDoesNotReadIt(String path) throws Exception {
    try (Client client = new Client(path, "Transfer-Encoding: chunked")) {
      CompletableFuture<Long> taken =
          CompletableFuture.supplyAsync(
              () ->
                  client.sendUntilClosed(
                      (Integer.toHexString(PIECE) + "\r\n" + "x".repeat(PIECE) + "\r\n")
                          .getBytes(US_ASCII)));

      assertThat(client.reply()).startsWith("HTTP/1.1 413 ").contains("\"status\":413");
      assertThat(taken.get()).as("bytes that the server took").isLessThan(ENDLESS);
    }
  }

  @Test
  void c13RefusesABodyThatIsAnnouncedTooLongWithoutReadingIt() throws Exception {
    try (Client client = new Client("api/chat", "Content-Length: 1073741824")) {
      // One server refuses it by itself, from its own limit on.
      assertThat(client.replyAfter("x".repeat(RequestBody.MAX_BYTES + 1)))
          .matches("(?s)HTTP/1\\.1 4(13|00) .*");
    }
  }

  @Test
  void c13GivesASlowBodyUpWithATimeout() throws Exception {
    int before = provider.requests().size();
    List<Client> clients = new ArrayList<>();
    try {
      // All at a time: each takes as long as a body may.
      for (String path : PATHS) {
        clients.add(new Client(path, "Content-Length: 100"));
        clients.add(new Client(path, "Content-Length: 100").send("{\"message\":\"x"));
        clients.add(new Client(path, "Transfer-Encoding: chunked").send("5\r\n{\"mes\r\n"));
      }
      for (Client client : clients) {
        assertThat(client.reply())
            .startsWith("HTTP/1.1 408 ")
            .contains(
                "application/problem+json", "did not come within " + BODY_SECONDS + " seconds");
      }
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    assertThat(provider.requests()).hasSize(before);
    // The threads are whole: nothing is left of the interruption.
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("after slow bodies", gate);
    gate.open();
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 40).mapToObj(i -> chatLater("wait for after slow bodies")).toList();
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get().text()).isEqualTo("first last");
    }
  }

  private CompletableFuture<Answer> chatLater(String message) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return post("api/chat", text("api/chat", message).getBytes(US_ASCII));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void forgetsAClientThatLeavesInTheMidstOfItsBody() throws Exception {
    int before = provider.requests().size();
    for (String path : PATHS) {
      new Client(path, "Content-Length: 100").send("{\"message\":\"x").close();
    }
    assertThat(post("api/chat", text("api/chat", "still there").getBytes(US_ASCII)).text())
        .isEqualTo("You said: still there");
    assertThat(provider.requests()).hasSize(before + 1);
  }

  private Answer post(String path, byte[] body) throws IOException, InterruptedException {
    return Answer.to(
        Answer.request(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static List<RecordedRequest> asked(String message) {
    return provider.requests().stream()
        .filter(request -> request.lastMessage().equals(message))
        .toList();
  }

  /** A good body whose text is this JSON, in the words of a path; by Ark in text form. */
  private static String text(String path, String json) {
    return path.equals("api/chat")
        ? "{\"message\":\"" + json + "\",\"model\":\"ark\"}"
        : "{\"prompt\":\"" + json + "\",\"format\":\"text\"}";
  }

  /** A body with a good text, and one more member. */
  private static String member(String name, String json) {
    return "{\"%s\":\"x\",\"" + name + "\":" + json + "}";
  }

  /** An object with as many names as there are, all of one hash, each made of so many pairs. */
  private static String names(int pairs) {
    return IntStream.range(0, 1 << pairs)
        .mapToObj(
            number ->
                IntStream.range(0, pairs)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\":0")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return new JsonString(text).toJson();
  }

  /** A case whose body names its text as the path does, where it says {@code %s}. */
  private static Arguments hostile(String name, String body, int status) {
    return Arguments.of(name, body, status);
  }

  private static Stream<Arguments> atEachPath(Arguments hostile) {
    return PATHS.stream()
        .map(
            path -> {
              Object body = hostile.get()[1];
              String textMember = path.equals("api/chat") ? "message" : "prompt";
              byte[] bytes =
                  body instanceof String text
                      ? text.replace("%s", textMember).getBytes(UTF_8)
                      : (byte[]) body;
              return Arguments.of(hostile.get()[0], path, bytes, hostile.get()[2]);
            });
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body())
        .contains("\"status\":" + status)
        .doesNotContain("Exception", "\tat ", "dev.runnel");
  }

  /** A client that writes what it likes. */
  private final class Client implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;

    /** Connects, and sends the head of a request. */
    private Client(String path, String header) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
      // A server that says nothing fails the test; an interrupt would not end the read.
      socket.setSoTimeout(PATIENCE_MILLIS);
      out = socket.getOutputStream();
      send(
          "POST /%s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: application/json\r\n%s\r\n\r\n"
              .formatted(path, base.getPort(), header));
    }

    private Client send(String text) throws IOException {
      out.write(text.getBytes(US_ASCII));
      out.flush();
      return this;
    }

    /** Sends a piece again and again until the server takes no more; returns the bytes. */
    private long sendUntilClosed(byte[] piece) {
      long sent = 0;
      try {
        while (sent < ENDLESS) {
          out.write(piece);
          sent += piece.length;
        }
      } catch (IOException closed) {
        return sent;
      }
      return sent;
    }

    /** What the server says to this, which it need not take. */
    private String replyAfter(String text) throws IOException {
      try {
        send(text);
      } catch (IOException closed) {
        // It has said what it had to say before.
      }
      return reply();
    }

    /** The reply: its head, and as much body as that announces. */
    private String reply() throws IOException {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
        int next = in.read();
        assertThat(next).as("the reply ended with: " + head.toString(US_ASCII)).isNotNegative();
        head.write(next);
      }
      String text = head.toString(US_ASCII);
      int length =
          text.lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      return text + new String(in.readNBytes(length), UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
