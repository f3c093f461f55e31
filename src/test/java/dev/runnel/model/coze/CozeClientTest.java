package dev.runnel.model.coze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runnel.config.CozeAuth;
import dev.runnel.config.CozeSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.config.Secret;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.json.JsonValue;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent.ConversationOpened;
import dev.runnel.model.ModelEvent.Finished;
import dev.runnel.model.ModelEvent.FollowUp;
import dev.runnel.model.ModelEvent.Reasoning;
import dev.runnel.model.ModelEvent.Text;
import dev.runnel.model.ModelEvent.UsageReported;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.standin.Await;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Recorded;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CozeClientTest {

  private static final String TOKEN = "pat_loopback_31415926";
  private static final String CONVERSATION = "7512004400110022000";

  @Test
  void asksInANewConversationWithAllMessages() throws IOException {
    try (Coze coze = new Coze(answer())) {
      coze.client.start(
          request(
              null,
              Message.system("Say it briefly."),
              Message.user("何时涨潮?"),
              Message.assistant("哪里?"),
              Message.user("厦门")),
          coze.listener);
      coze.listener.awaitFinished();

      RecordedRequest request = coze.standIn.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.target()).isEqualTo("/v3/chat");
      assertThat(request.header("authorization")).isEqualTo("Bearer " + TOKEN);
      assertThat(request.json().string("bot_id")).isEqualTo("bot-7");
      assertThat(request.json().bool("stream")).isTrue();
      assertThat(request.json().bool("auto_save_history")).isTrue();
      assertThat(request.json().get("temperature")).isNull();
      assertThat(request.json().array("additional_messages"))
          .isEqualTo(
              JsonValue.parse(
                  """
                  [{"role":"user","type":"question","content":"Say it briefly.","content_type":"text"},
                   {"role":"user","type":"question","content":"何时涨潮?","content_type":"text"},
                   {"role":"assistant","type":"answer","content":"哪里?","content_type":"text"},
                   {"role":"user","type":"question","content":"厦门","content_type":"text"}]"""));
    }
  }

  @Test
  void givesASchemaInWordsBehindTheInstructions() throws IOException {
    try (Coze coze = new Coze(answer())) {
      coze.client.start(
          new CompletionRequest(
              "coze",
              List.of(Message.system("Answer in JSON."), Message.user("何时涨潮?")),
              null,
              new OutputFormat.JsonSchema("{\"type\":\"array\"}"),
              null,
              "owner-1"),
          coze.listener);
      coze.listener.awaitFinished();

      assertThat(coze.standIn.requests().get(0).json().array("additional_messages"))
          .isEqualTo(
              JsonValue.parse(
                  """
                  [{"role":"user","type":"question","content":"Answer in JSON.","content_type":"text"},
                   {"role":"user","type":"question","content":"The document must be valid by this JSON \
                  Schema; do not repeat the schema itself:\\n{\\"type\\":\\"array\\"}","content_type":"text"},
                   {"role":"user","type":"question","content":"何时涨潮?","content_type":"text"}]"""));
    }
  }

  @Test
  void asksInAConversationThatCozeHasWithTheNewMessageAlone() throws IOException {
    try (Coze coze = new Coze(answer())) {
      coze.client.start(
          request("75 1&2", Message.user("a"), Message.assistant("b"), Message.user("c")),
          coze.listener);
      coze.listener.awaitFinished();

      RecordedRequest request = coze.standIn.requests().get(0);
      assertThat(request.target()).isEqualTo("/v3/chat?conversation_id=75+1%262");
      assertThat(request.json().array("additional_messages"))
          .isEqualTo(
              JsonValue.parse(
                  """
                  [{"role":"user","type":"question","content":"c","content_type":"text"}]"""));
      assertThat(request.json().get("conversation_id")).isNull();
    }
  }

  @Test
  void tellsCozeTheSameUserForTheSameOwnerAndNotTheOwner() throws IOException {
    try (Coze coze = new Coze(answer())) {
      coze.start();
      coze.listener.awaitFinished();

      // The first half of: printf 'runnel-user:%s' owner-1 | openssl dgst -sha256 -hmac "$TOKEN"
      assertThat(coze.standIn.requests().get(0).json().string("user_id"))
          .isEqualTo("0e3b647d4067d70aa2724c3634f767f8");
      assertThat(coze.standIn.requests().get(0).body()).doesNotContain("owner-1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 1024})
  void tellsTheAnswerAndNothingOfToolsAndKnowledgeHoweverTheStreamIsCut(int size)
      throws IOException {
    try (Coze coze =
        new Coze(Script.eventStream().dribble(Recorded.stream("coze/answer.txt"), size))) {
      coze.start();
      coze.listener.awaitFinished();

      assertThat(coze.listener.events())
          .containsExactly(
              new ConversationOpened(CONVERSATION),
              new Reasoning("潮汐表说"),
              new Reasoning("四点。"),
              new Text("厦门"),
              new Text("明早"),
              new Text(" 04:12 满潮🌊。\n"),
              new UsageReported(new Usage(381L, 31L, null, 412L, false)),
              new FollowUp("退潮是几点?"),
              new FollowUp("那天是大潮吗?"),
              new Finished(
                  "stop", new Usage(381L, 31L, null, 412L, false), "7512004400110023005", null));
    }
  }

  @Test
  void readsCrlfSpacesAfterTheColonAndComments() throws IOException {
    String stream =
        Recorded.stream("coze/answer.txt")
            .replace("data:{", "data: {")
            .replace("event:", ": keep-alive\nevent: ")
            .replace("\n", "\r\n");
    try (Coze coze = new Coze(Script.eventStream().send(stream))) {
      coze.start();
      coze.listener.awaitFinished();

      assertThat(coze.listener.text()).isEqualTo("厦门明早 04:12 满潮🌊。\n");
    }
  }

  @Test
  void takesAStreamThatEndsBeforeTheChatIsCompletedForTruncated() throws IOException {
    for (String beginning : Recorded.beginnings("coze/answer.txt").toList()) {
      try (Coze coze = new Coze(request -> truncated(request, beginning))) {
        coze.start();
        if (beginning.contains("chat.completed")) {
          // The answer is whole, at most a suggestion is missing.
          assertThat(coze.listener.awaitFinished().usage()).isNotNull();
        } else {
          assertThat(coze.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED);
        }
      }
    }
  }

  @Test
  void failsWithWhatCozeSaysOfAChatThatFailed() throws IOException {
    try (Coze coze =
        new Coze(
            Script.eventStream()
                .header("X-Tt-Logid", "log-88")
                .send(Recorded.stream("coze/failed.txt")))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      assertThat(failure.providerCode()).isEqualTo("702232003");
      assertThat(failure.logId()).isEqualTo("log-88");
      assertThat(failure)
          .hasMessage("The model provider reported an error: the model's quota is used up");
      assertThat(coze.listener.text()).isEqualTo("厦门");
      assertThat(coze.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void failsWhenTheBotWantsAToolsResultAndCancelsTheChatThatWaitsForIt() throws IOException {
    try (Coze coze =
        new Coze(
            request ->
                request.target().endsWith("/cancel")
                    ? Script.json(200, "{\"code\":0}")
                    : Script.eventStream().send(requiresAction()))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      assertThat(failure.providerCode()).isEqualTo("requires_action");
      assertThat(failure)
          .hasMessageEndingWith(
              "the bot waits for the result of a tool or plugin, which this server does not give");
      coze.awaitRequests(2);
    }
  }

  @Test
  void failsWhenTheChatWasCancelledElsewhere() throws IOException {
    try (Coze coze = new Coze(Script.eventStream().send(Recorded.stream("coze/canceled.txt")))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      assertThat(failure.providerCode()).isEqualTo("canceled");
      assertThat(coze.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void failsWithAnErrorInsideTheStream() throws IOException {
    try (Coze coze = new Coze(Script.eventStream().send(Recorded.stream("coze/error.txt")))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_REJECTED);
      assertThat(failure.providerCode()).isEqualTo("4016");
      assertThat(coze.listener.text()).isEqualTo("厦门");
      assertThat(coze.standIn.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4000, UPSTREAM_REJECTED",
    "4016, UPSTREAM_REJECTED",
    "4100, UPSTREAM_AUTH",
    "4101, UPSTREAM_FORBIDDEN",
    "4200, UPSTREAM_NOT_FOUND",
    "4999, UPSTREAM_ERROR"
  })
  void meansByAnErrorInAReplyOf200OneFailureThatIsNotRetried(int code, ErrorCode meaning)
      throws IOException {
    try (Coze coze =
        new Coze(
            Script.json(
                200,
                "{\"code\":"
                    + code
                    + ",\"msg\":\"no, with "
                    + TOKEN
                    + "\",\"detail\":{\"logid\":\"log-5\"}}"))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(meaning);
      assertThat(failure.providerCode()).isEqualTo(Integer.toString(code));
      assertThat(failure.logId()).isEqualTo("log-5");
      assertThat(failure).hasMessageEndingWith(": no, with ***");
      StringWriter all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain(TOKEN);
      assertThat(coze.standIn.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"4013, UPSTREAM_RATE_LIMITED", "5000, UPSTREAM_UNAVAILABLE"})
  void triesAgainAfterErrorsThatMayPassAlsoInAReplyOf200(int code, ErrorCode meaning)
      throws IOException {
    Script error = Script.json(200, "{\"code\":" + code + ",\"msg\":\"later\"}");
    try (Coze coze = new Coze(error, answer())) {
      coze.start();
      coze.awaitRetry();
      coze.listener.awaitFinished();

      assertThat(coze.standIn.requests()).hasSize(2);
    }
    try (Coze coze = new Coze(error)) {
      coze.start();
      coze.awaitRetry();
      coze.awaitRequests(2);
      coze.awaitRetry();

      assertThat(coze.listener.awaitFailure().code()).isEqualTo(meaning);
      assertThat(coze.standIn.requests()).hasSize(3);
    }
  }

  @Test
  void keepsTheStatusAndTheCodeOfAnHttpError() throws IOException {
    try (Coze coze =
        new Coze(Script.json(401, "{\"code\":700012006,\"msg\":\"access token invalid\"}"))) {
      coze.start();
      ModelException failure = coze.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(failure.providerCode()).isEqualTo("700012006");
    }
  }

  @Test
  void takesTheCodeWhereAnHttpErrorOnlySaysNo() throws IOException {
    try (Coze coze = new Coze(Script.json(400, "{\"code\":4200,\"msg\":\"unpublished\"}"))) {
      coze.start();

      assertThat(coze.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_NOT_FOUND);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"code\":0,\"data\":{}}", "[]", "{", ""})
  void takesOtherJsonInPlaceOfAStreamForBroken(String body) throws IOException {
    try (Coze coze = new Coze(Script.json(200, body))) {
      coze.start();

      assertThat(coze.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"answer\",\"content\":", "[1]", "not JSON"})
  void takesAnEventThatIsNotAnObjectForBrokenAndKeepsWhatCame(String data) throws IOException {
    String good =
        "event:conversation.message.delta\ndata:{\"type\":\"answer\",\"content\":\"潮\"}\n\n";
    try (Coze coze =
        new Coze(
            Script.eventStream()
                .send(good + "event:conversation.message.delta\ndata:" + data + "\n\n" + good))) {
      coze.start();

      assertThat(coze.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
      assertThat(coze.listener.text()).isEqualTo("潮");
    }
  }

  @Test
  void cancelsTheChatAtCozeOnceItsIdsAreKnown() throws IOException {
    List<String> events = Recorded.events("coze/answer.txt");
    try (Coze coze =
        new Coze(
            request ->
                request.target().endsWith("/cancel")
                    ? Script.json(200, "{\"code\":0}")
                    : Script.eventStream().send(String.join("", events.subList(0, 9))).stall())) {
      ModelCall call = coze.start();
      coze.awaitText("厦门");
      call.cancel();
      coze.awaitRequests(2);

      RecordedRequest cancel = coze.standIn.requests().get(1);
      assertThat(cancel.method()).isEqualTo("POST");
      assertThat(cancel.target()).isEqualTo("/v3/chat/cancel");
      assertThat(cancel.header("authorization")).isEqualTo("Bearer " + TOKEN);
      assertThat(cancel.json())
          .isEqualTo(
              JsonValue.parse(
                  "{\"conversation_id\":\"7512004400110022000\",\"chat_id\":\"7512004400110022001\"}"));
      coze.awaitClosedByPeer(1);
      assertThat(coze.listener.ends()).isZero();
    }
  }

  @Test
  void onlyClosesTheConnectionBeforeItsIdsAreKnownOrAfterTheChat() throws IOException {
    String whole = Recorded.stream("coze/answer.txt").replaceFirst("event:done\n.*\n\n$", "");
    for (String sent : List.of("", whole)) {
      try (Coze coze = new Coze(Script.eventStream().send(sent).stall())) {
        ModelCall call = coze.start();
        coze.awaitRequests(1);
        coze.awaitText(sent.isEmpty() ? "" : "厦门明早 04:12 满潮🌊。\n");
        if (!sent.isEmpty()) {
          Await.until(
              "the suggestions", () -> coze.listener.events().contains(new FollowUp("那天是大潮吗?")));
        }
        call.cancel();
        coze.awaitClosedByPeer(1);
        coze.awaitNoAlarm();

        assertThat(coze.standIn.requests()).hasSize(1);
      }
    }
  }

  @Test
  void listsItsBotsAndWhatIsMissingForTheFirst() throws IOException {
    try (Coze coze = new Coze(answer())) {
      assertThat(coze.client.models()).containsExactly(new Model("coze", "coze", true, ""));
      CozeClient none =
          new CozeClient(
              coze.http, new ProviderSettings(List.of(), List.of(), Coze.TIMEOUTS), coze.threads());
      assertThat(none.models())
          .containsExactly(
              new Model(
                  "coze",
                  "coze",
                  false,
                  "Set COZE_BOT_ID, and COZE_API_TOKEN or, for JWT OAuth, COZE_JWT_OAUTH_CLIENT_ID,"
                      + " COZE_JWT_OAUTH_PUBLIC_KEY_ID and COZE_JWT_OAUTH_PRIVATE_KEY (or"
                      + " COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH)."));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> none.start(request(null, Message.user("a")), coze.listener));
    }
  }

  private static Script answer() throws IOException {
    return Script.eventStream().send(Recorded.stream("coze/answer.txt"));
  }

  private static Script truncated(RecordedRequest request, String beginning) {
    return request.target().endsWith("/cancel")
        ? Script.json(200, "{\"code\":0}")
        : Script.eventStream().send(beginning).fin();
  }

  private static String requiresAction() {
    try {
      return Recorded.stream("coze/requires_action.txt");
    } catch (IOException absent) {
      throw new UncheckedIOException(absent);
    }
  }

  private static CompletionRequest request(@Nullable String conversation, Message... messages) {
    return new CompletionRequest(
        "coze", List.of(messages), 0.0, OutputFormat.JSON, conversation, "owner-1");
  }

  /** A client at a stand-in for Coze. */
  private static final class Coze extends Loopback {
    private static final TimeoutSettings TIMEOUTS =
        new TimeoutSettings(
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10));

    private final ProviderHttp http;
    private final CozeClient client;

    private Coze(Script... scripts) throws IOException {
      this(inTurn(scripts));
    }

    private Coze(Function<RecordedRequest, Script> scripts) throws IOException {
      super(ProviderStandIn.start(scripts));
      ProviderSettings settings =
          new ProviderSettings(
              List.of(
                  new CozeSettings(
                      "coze", standIn.uri(""), new CozeAuth.Token(new Secret(TOKEN)), "bot-7")),
              List.of(),
              TIMEOUTS);
      http = new ProviderHttp(settings, threads());
      client = new CozeClient(http, settings, threads());
    }

    private ModelCall start() {
      return client.start(request(null, Message.user("何时涨潮?")), listener);
    }
  }
}
