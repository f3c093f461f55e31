package dev.runnel.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.admin.AdminAccess;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.EffectiveConfiguration;
import dev.runnel.config.EffectiveSetting;
import dev.runnel.config.EffectiveSetting.Origin;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.web.FakeRequest;
import dev.runnel.web.PlainStreams;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RecordingSink;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AdminEventsTest {

  private static final EffectiveConfiguration CONFIGURATION =
      new EffectiveConfiguration(
          List.of(
              new EffectiveSetting("ARK_API_KEY", true, null, new Origin("the environment", 300)),
              new EffectiveSetting("RUNNEL_AUTH", false, "loopback", null)));

  private static final String EVENT = "null snapshot ";
  private static final String COMMENT = ":";

  private final ScriptedModel model = new ScriptedModel();
  private final CompletionObserver records = AdminAccess.records(model.threads());
  private final Completions completions = model.completions(ScriptedModel.SETTINGS, records);
  private final AdminEvents events =
      new AdminEvents(
          AdminAccess.snapshots(completions, model, records, CONFIGURATION),
          model.threads(),
          PlainStreams.SETTINGS);

  @Test
  void sendsEverythingAtOnce() {
    RecordingSink sink = open();
    assertThat(sink.sent).hasSize(1);
    JsonObject event = last(sink);
    assertThat(event.members().keySet())
        .containsExactly(
            "at",
            "configuration",
            "stopping",
            "live",
            "streams",
            "providers",
            "models",
            "refused",
            "errors");
    assertThat(json(event, "configuration"))
        .isEqualTo(
            "[{\"name\":\"ARK_API_KEY\",\"secret\":true,\"set\":true,\"value\":null,"
                + "\"source\":\"the environment\",\"ordinal\":300},"
                + "{\"name\":\"RUNNEL_AUTH\",\"secret\":false,\"set\":false,\"value\":\"loopback\"}]");
    assertThat(json(event, "providers"))
        .isEqualTo(
            "[{\"model\":\"ark\",\"provider\":\"ark\",\"configured\":false,"
                + "\"key\":{\"name\":\"ARK_API_KEY\",\"secret\":true,\"set\":true,\"value\":null,"
                + "\"source\":\"the environment\",\"ordinal\":300},"
                + "\"last_success_at\":null,\"last_error\":null},"
                + "{\"model\":\"scripted\",\"provider\":\"openai\",\"configured\":true,"
                + "\"key\":null,\"last_success_at\":null,\"last_error\":null}]");
  }

  @Test
  void tellsTheSameOnceToWhoAsks() {
    start();
    JsonObject once =
        (JsonObject) JsonValue.parse(new String(events.snapshot(), StandardCharsets.UTF_8));
    assertThat(once).isEqualTo(last(open()));
  }

  @Test
  void sendsWhatHasChangedOnceAPeriodAndNotTheSettingsAgain() {
    RecordingSink sink = open();
    Completion completion = start();
    model.says("hello");
    assertThat(sink.sent).hasSize(1);
    period();
    assertThat(sink.sent).hasSize(2);
    assertThat(last(sink).members()).doesNotContainKey("configuration");
    assertThat(json(last(sink), "streams"))
        .isEqualTo(
            "[{\"id\":\"%s\",\"model\":\"scripted\",\"dialect\":\"chat\",\"user\":null,"
                    .formatted(completion.log().id())
                + "\"started_at\":%s,\"first_token_ms\":0,\"characters\":5,\"clients\":0,\"lag\":0,\"retries\":0}]"
                    .formatted(completion.progress().startedAt().toEpochMilli()));
    assertThat(last(sink).number("live")).isEqualTo(1);
  }

  @Test
  void aStreamThatIsStoppedIsNotInTheNextEvent() {
    RecordingSink sink = open();
    Completion completion = start();
    period();
    assertThat(json(last(sink), "streams")).contains(completion.log().id());
    completion.stop();
    period();
    assertThat(json(last(sink), "streams")).isEqualTo("[]");
    assertThat(json(last(sink), "models")).contains("\"cancelled\":1");
  }

  @Test
  void tellsOfErrorsWithTheWordsForPeople() {
    RecordingSink sink = open();
    Completion completion = start();
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_AUTH, "The key is not \"valid\".")
            .providerCode("401")
            .logId("log-1")
            .build());
    period();
    String error =
        ("{\"at\":%s,\"model\":\"scripted\",\"code\":\"upstream_auth\","
                + "\"message\":\"The key is not \\\"valid\\\".\",\"provider_code\":\"401\","
                + "\"log_id\":\"log-1\",\"stream_id\":\"%s\"}")
            .formatted(model.threads().clock().millis() - 1000, completion.log().id());
    assertThat(json(last(sink), "errors")).isEqualTo("[" + error + "]");
    assertThat(json(last(sink), "providers")).contains("\"last_error\":" + error);
  }

  @Test
  void sendsACommentWhileNothingChanges() {
    RecordingSink sink = open();
    // A live stream that says nothing grows older, which is no change.
    start();
    period();
    int before = sink.sent.size();
    for (int i = 0; i < 10; i++) {
      period();
    }
    assertThat(sink.sent.subList(before, sink.sent.size()))
        .isEqualTo(Collections.nCopies(5, COMMENT));
  }

  @Test
  void hasOneSendUnderWayAndThenTellsTheLatest() {
    RecordingSink sink = new RecordingSink();
    sink.completesAtOnce = false;
    events.open(sink, sink, request());
    Completion first = start();
    period();
    Completion second = start();
    period();
    assertThat(sink.sent).hasSize(1);
    sink.pending.get(0).complete(null);
    assertThat(sink.sent).hasSize(1);
    period();
    assertThat(sink.sent).hasSize(2);
    assertThat(json(last(sink), "streams")).contains(first.log().id(), second.log().id());
  }

  @Test
  void tellsEachOfSeveralWhateverTheOthersDo() {
    RecordingSink stuck = new RecordingSink();
    stuck.completesAtOnce = false;
    events.open(stuck, stuck, request());
    RecordingSink gone = open();
    gone.closed = true;
    RecordingSink well = open();
    start();
    period();
    assertThat(stuck.sent).hasSize(1);
    assertThat(well.sent).hasSize(2);
    assertThat(events.clients()).isEqualTo(2);
  }

  @Test
  void hasALimitOfClientsAndSaysSo() {
    List<RecordingSink> sinks = new ArrayList<>();
    for (int i = 0; i < AdminEvents.MAX_CLIENTS; i++) {
      sinks.add(open());
    }
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.detail()).contains("16").contains("Close one");
            });
    // One goes, which its next send shows.
    sinks.get(3).closed = true;
    start();
    period();
    assertThat(open().sent).hasSize(1);
  }

  @Test
  void givesUpAClientThatTakesNothing() {
    RecordingSink sink = new RecordingSink();
    sink.completesAtOnce = false;
    events.open(sink, sink, request());
    model.time.advance(PlainStreams.SETTINGS.writeLimit().minus(AdminEvents.PERIOD));
    assertThat(events.clients()).isEqualTo(1);
    period();
    assertThat(events.clients()).isZero();
    assertThat(sink.closed).as("that could hold who does it up").isFalse();
    sink.pending.get(0).complete(null);
    assertThat(sink.closed).isTrue();
  }

  @Test
  void forgetsAClientWhoseSendFailsLater() {
    RecordingSink sink = new RecordingSink();
    sink.completesAtOnce = false;
    events.open(sink, sink, request());
    CompletableFuture<Object> pending = sink.pending.get(0);
    pending.completeExceptionally(new IllegalStateException("gone"));
    assertThat(events.clients()).isZero();
    assertThat(sink.closed).isTrue();
  }

  @Test
  void looksAtNothingWhileNobodyIsThere() {
    RecordingSink sink = open();
    assertThat(model.time.pending()).containsExactly(AdminEvents.PERIOD);
    sink.closed = true;
    for (int i = 0; i < 5; i++) {
      period();
    }
    assertThat(events.clients()).isZero();
    assertThat(model.time.pending()).isEmpty();
    assertThat(open().sent).hasSize(1);
    assertThat(model.time.pending()).containsExactly(AdminEvents.PERIOD);
  }

  @Test
  void endsAllStreamsAndBeginsNone() {
    RecordingSink idle = open();
    RecordingSink busy = new RecordingSink();
    busy.completesAtOnce = false;
    events.open(busy, busy, request());
    events.end();
    assertThat(idle.closed).isTrue();
    assertThat(busy.closed).isFalse();
    busy.pending.get(0).complete(null);
    assertThat(busy.closed).isTrue();
    assertThat(events.clients()).isZero();
    assertThatThrownBy(this::open)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("being stopped");
    period();
    assertThat(model.time.pending()).isEmpty();
    assertThat(idle.sent).hasSize(1);
  }

  /** Once another thread has begun the response, the server's filter has lost the binding. */
  @Test
  void theThreadOfTheRequestLeavesItsTraceBeforeAnythingIsSent() {
    RecordingSink sink = new RecordingSink();
    List<Integer> sentBefore = new ArrayList<>();
    HttpServletRequest request = request();
    request.setAttribute(
        "otel.span.server.scope", (AutoCloseable) () -> sentBefore.add(sink.sent.size()));
    events.open(sink, sink, request);
    assertThat(sentBefore).containsExactly(0);
    assertThat(sink.sent).hasSize(1);
  }

  private RecordingSink open() {
    RecordingSink sink = new RecordingSink();
    events.open(sink, sink, request());
    return sink;
  }

  private static HttpServletRequest request() {
    return FakeRequest.from("127.0.0.1");
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }

  private void period() {
    model.time.advance(AdminEvents.PERIOD);
  }

  private static JsonObject last(RecordingSink sink) {
    String last = sink.sent.get(sink.sent.size() - 1);
    assertThat(last).startsWith(EVENT);
    return (JsonObject) JsonValue.parse(last.substring(EVENT.length()));
  }

  private static String json(JsonObject event, String member) {
    JsonValue value = event.get(member);
    return value == null ? "" : value.toJson();
  }
}
