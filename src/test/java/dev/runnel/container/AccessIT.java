package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, and what else stands at the server's paths. */
class AccessIT extends ContainerTest {

  private static final String LISTED = "https://portal.example";
  private static final String FOREIGN = "https://evil.test";
  private static final String QUESTION = "{\"message\":\"hello\",\"model\":\"ark\"}";

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"})
  void sendsCallersBehindAProxyAwayAndSaysWhatToSet(String header) throws Exception {
    for (String path : new String[] {"api/chat?message=x", "helloworld", "api/models"}) {
      assertRefused(
          Answer.request(uri(path)).header(header, "192.0.2.7").build(), 403, "RUNNEL_AUTH");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "WEB-INF/classes/"})
  void doesNotServeTheListOfItsLibraries(String folder) throws Exception {
    assertThat(Answer.get(uri(folder + "META-INF/sbom/bom.json")).status()).isEqualTo(404);
  }

  @Test
  void sendsCallersByAnotherNameAway() throws Exception {
    assertThat(raw("GET /helloworld HTTP/1.1\r\nHost: rebound.evil.test\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET /api/models HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void refusesPagesOfForeignOriginsWhatCosts() throws Exception {
    assertRefused(
        Answer.json(uri("api/chat"), QUESTION).header("Origin", FOREIGN).build(),
        403,
        "RUNNEL_CORS_ORIGINS");
    assertRefused(
        Answer.request(uri("helloworld")).header("Origin", "null").build(),
        403,
        "RUNNEL_CORS_ORIGINS");
    Answer models = Answer.to(Answer.request(uri("api/models")).header("Origin", FOREIGN).build());
    assertThat(models.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void refusesImagesLinksAndPrefetches() throws Exception {
    for (String path : new String[] {"api/chat?message=x", "helloworld"}) {
      assertRefused(
          Answer.request(uri(path)).header("Sec-Fetch-Site", "cross-site").build(),
          403,
          "another site");
      assertRefused(
          Answer.request(uri(path)).header("Sec-Fetch-Site", "same-site").build(),
          403,
          "another site");
      assertRefused(
          Answer.request(uri(path)).header("Referer", FOREIGN + "/page").build(),
          403,
          "another site");
      assertRefused(
          Answer.request(uri(path)).header("Sec-Purpose", "prefetch").build(), 403, "prefetch");
    }
  }

  @Test
  void givesEachStreamTheHeadersOfItsOwnRequest() throws Exception {
    // Many, one after the other and at a time: the thread that writes a stream has written others.
    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<HttpResponse<String>>> listed = new ArrayList<>();
      List<CompletableFuture<HttpResponse<String>>> plain = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        HttpRequest.Builder question = Answer.json(uri("api/chat"), QUESTION);
        plain.add(Answer.CLIENT.sendAsync(question.build(), BodyHandlers.ofString()));
        question.header("Origin", LISTED);
        listed.add(Answer.CLIENT.sendAsync(question.build(), BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : listed) {
        assertOwnHeaders(answer.get(), List.of(LISTED));
      }
      for (CompletableFuture<HttpResponse<String>> answer : plain) {
        assertOwnHeaders(answer.get(), List.of());
      }
    }
  }

  private static void assertOwnHeaders(HttpResponse<String> answer, List<String> allowedOrigins) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "\"stream_id\":\"" + answer.headers().firstValue("X-Stream-Id").orElse("") + "\"",
            "\"conversation_id\":\""
                + answer.headers().firstValue("X-Conversation-Id").orElse("")
                + "\"");
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).isEqualTo(allowedOrigins);
  }

  @Test
  void letsListedOriginsCallWithCredentials() throws Exception {
    Answer answer =
        Answer.to(Answer.json(uri("api/chat"), QUESTION).header("Origin", LISTED).build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.last().string("type")).isEqualTo("complete");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Stream-Id");
    assertThat(answer.header("Vary")).contains("Origin");
  }

  @Test
  void letsAFrontEndInDevelopmentCallWithoutCredentials() throws Exception {
    Answer answer =
        Answer.to(
            Answer.json(uri("api/chat"), QUESTION)
                .header("Origin", "http://localhost:3000")
                .header("Sec-Fetch-Site", "cross-site")
                .build());
    assertThat(answer.last().string("type")).isEqualTo("complete");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    LISTED + ", 204",
    "http://localhost:3000, 204",
    FOREIGN + ", 403",
  })
  void answersPreflights(String origin, int status) throws Exception {
    Answer answer =
        Answer.to(
            Answer.request(uri("api/chat"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-user-id")
                .build());
    assertThat(answer.status()).isEqualTo(status);
    if (status == 204) {
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
      assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .contains("Content-Type", "Last-Event-ID", "User-Agent", "X-User-ID");
    } else {
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1/chat/completions, x-stainless-os, true",
    "v1/models, openai-project, true",
    "v1/chat/completions, x-other, false",
    "api/chat, x-stainless-os, false",
  })
  void letsOpenAisClientTellOfItselfOnItsOwnPaths(String path, String header, boolean allowed)
      throws Exception {
    HttpRequest.Builder preflight =
        Answer.request(uri(path))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-type," + header);
    Answer listed = Answer.to(preflight.copy().header("Origin", LISTED).build());
    assertThat(listed.status()).isEqualTo(204);
    assertThat(List.of(listed.header("Access-Control-Allow-Headers").split(", ")))
        .contains("Authorization", "Content-Type", "User-Agent")
        .matches(names -> names.contains(header) == allowed);
    assertThat(listed.header("Access-Control-Expose-Headers").contains("x-should-retry"))
        .isEqualTo(path.startsWith("v1"));
    Answer foreign = Answer.to(preflight.copy().header("Origin", FOREIGN).build());
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', text/html, Runnel",
    "structured.html, text/html, structured/page.js",
    "test_sse_client.html, text/html, 开始接收流式响应",
    "chat/page.js, javascript, import",
    "admin/, text/html, admin.css",
    "admin/page.js, javascript, import",
    "embed/, text/html, runnel-chat",
    "favicon.svg, image/svg+xml, <svg",
  })
  void servesThePagesUnderAStrictPolicy(String path, String type, String content) throws Exception {
    Answer page = Answer.get(uri(path));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).contains(type);
    assertThat(page.body()).contains(content);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "trusted-types 'none'", "frame-ancestors 'self';");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "chat/runnel-chat.js, *",
    "chat/runnel-chat.css, *",
    "'', ''",
    "api/streams/no.js, ''",
  })
  void letsPagesOfOtherServersLoadItsElementsAndNothingElse(String path, String allowed)
      throws Exception {
    Answer answer = Answer.to(Answer.request(uri(path)).header("Origin", FOREIGN).GET().build());
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
  }

  @Test
  void tellsItsHealthInTheOriginalsWords() throws Exception {
    Answer health = Answer.get(uri("health"));
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.header("Content-Type")).startsWith("application/json");
    assertThat(health.body())
        .startsWith("{\"status\":\"ok\",\"message\":\"Server is running\",\"checks\":[");
  }

  @Test
  void listsTheModelsWithoutAKey() throws Exception {
    Answer models = Answer.get(uri("api/models"));
    assertThat(models.body())
        .contains(
            "{\"id\":\"ark\",\"provider\":\"ark\",\"default_for\":[\"structured\"],\"configured\":true}",
            "{\"id\":\"coze\",\"provider\":\"coze\",\"default_for\":[\"chat\"],\"configured\":true}",
            "{\"id\":\"openai\",\"provider\":\"openai\",\"default_for\":[],\"configured\":false}")
        .doesNotContain("secret");
  }

  @Test
  void makesAProblemOfEveryOtherPathBelowTheApi() throws Exception {
    assertRefused(Answer.request(uri("api/nothing")).build(), 404, "nothing at this path");
    assertRefused(Answer.request(uri("api/chat")).DELETE().build(), 405, "not allowed here");
    assertRefused(
        Answer.request(uri("helloworld")).header("Accept", "application/json").build(),
        406,
        "text/event-stream");
  }

  private static void assertRefused(HttpRequest request, int status, String detail)
      throws Exception {
    int before = provider.requests().size();
    Answer answer = Answer.to(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains(detail);
    assertThat(provider.requests()).hasSize(before);
  }

  /** A request with a Host that a Java client does not let one write. */
  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
