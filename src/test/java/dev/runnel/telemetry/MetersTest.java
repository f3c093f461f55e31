package dev.runnel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.Requester;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.CompletionSettings;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.web.EventStreams;
import dev.runnel.web.FakeRequest;
import dev.runnel.web.PlainStreams;
import dev.runnel.web.RecordingSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetersTest {

  private static final CompletionSettings TWO_AT_A_TIME =
      new CompletionSettings(2, 2, Duration.ZERO, Duration.ofMinutes(10), 64L << 20);
  private static final String STREAM = "kind=\"chat\",model=\"scripted\"";
  private static final String GEN_AI =
      "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\","
          + "gen_ai_request_model=\"scripted\"";

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions(TWO_AT_A_TIME, new Forwarding());
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final EventStreams streams =
      PlainStreams.of(completions, model.threads(work::add), Duration.ZERO);
  private final Meters meters = new Meters(new Providers(model.catalog()), completions, streams);

  /** The meters, which are made after the completions that they hear of. */
  private final class Forwarding implements CompletionObserver {
    @Override
    public void onStarted(Completion completion) {
      meters.onStarted(completion);
    }

    @Override
    public void onFirstToken(Completion completion) {
      meters.onFirstToken(completion);
    }

    @Override
    public void onEnded(Completion completion) {
      meters.onEnded(completion);
    }

    @Override
    public void onResumed(Completion completion) {
      meters.onResumed(completion);
    }

    @Override
    public void onRefused(RefusedException.Reason reason) {
      meters.onRefused(reason);
    }
  }

  @Test
  void countsStreamsByKindModelAndOutcome() {
    start();
    model.finishes();
    start().stop();
    start();
    model.fails(ModelException.of(ErrorCode.UPSTREAM_RATE_LIMITED, "later").build());
    start();
    assertThat(lines())
        .contains(
            "runnel_streams_started_total{" + STREAM + "} 4.0",
            "runnel_streams_live{" + STREAM + "} 1.0",
            "runnel_streams_ended_total{" + STREAM + ",outcome=\"complete\"} 1.0",
            "runnel_streams_ended_total{" + STREAM + ",outcome=\"cancelled\"} 1.0",
            "runnel_streams_ended_total{" + STREAM + ",outcome=\"upstream_rate_limited\"} 1.0");
  }

  @Test
  void countsAProvidersFailuresAndNotOurOwn() {
    start();
    model.tell(new ModelEvent.Retried(1));
    model.tell(new ModelEvent.Retried(2));
    model.fails(ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, "late").build());
    start();
    model.fails(ModelException.of(ErrorCode.PRODUCER_LOST, "stopped").build());
    assertThat(lines())
        .contains(
            "runnel_provider_errors_total{code=\"upstream_timeout\",model=\"scripted\","
                + "provider=\"openai\"} 1.0",
            "runnel_provider_retries_total{model=\"scripted\"} 2.0")
        .filteredOn(line -> line.startsWith("runnel_provider_errors_total"))
        .hasSize(1);
  }

  @Test
  void measuresTimesTokensAndSpeedByTheNamesOfTheConventions() {
    start();
    model.time.advance(Duration.ofMillis(300));
    model.says("Hello");
    model.time.advance(Duration.ofSeconds(2));
    model.tell(new ModelEvent.Finished("stop", new Usage(20L, 30L, null, 50L, false), null, null));
    assertThat(lines())
        .contains(
            "gen_ai_server_time_to_first_token_seconds_bucket{" + GEN_AI + ",le=\"0.25\"} 0",
            "gen_ai_server_time_to_first_token_seconds_bucket{" + GEN_AI + ",le=\"0.5\"} 1",
            "gen_ai_server_time_to_first_token_seconds_sum{" + GEN_AI + "} 0.3",
            "gen_ai_client_operation_duration_seconds_sum{error_type=\"\"," + GEN_AI + "} 2.3",
            "gen_ai_client_token_usage_sum{" + GEN_AI + ",gen_ai_token_type=\"input\"} 20.0",
            "gen_ai_client_token_usage_sum{" + GEN_AI + ",gen_ai_token_type=\"output\"} 30.0",
            "runnel_stream_tokens_per_second_sum{model=\"scripted\"} 15.0");
  }

  @Test
  void namesTheErrorThatAnOperationEndedWith() {
    start();
    model.fails(ModelException.of(ErrorCode.UPSTREAM_AUTH, "no").build());
    assertThat(lines())
        .contains(
            "gen_ai_client_operation_duration_seconds_count{error_type=\"upstream_auth\","
                + GEN_AI
                + "} 1");
  }

  @Test
  void countsRefusalsByTheirReasonFromZero() {
    assertThat(lines()).contains("runnel_streams_refused_total{reason=\"stopping\"} 0.0");
    start();
    start();
    assertThatThrownBy(this::start).isInstanceOf(RefusedException.class);
    Requester greedy = new Requester("anonymous", "192.0.2.1");
    assertThatThrownBy(() -> completions.start(greedy, ScriptedModel.chat(CompletionListener.NONE)))
        .isInstanceOf(RefusedException.class);
    assertThat(lines())
        .contains(
            "runnel_streams_refused_total{reason=\"overloaded\"} 2.0", "runnel_streams_max 2.0");
  }

  @Test
  void countsClientsThoseThatLagAndThoseThatCameBack() {
    RecordingSink sink = new RecordingSink();
    streams.start(
        ScriptedModel.chat(CompletionListener.NONE),
        sink,
        sink,
        FakeRequest.from("127.0.0.1", "/", (name, value) -> {}));
    Completion completion = completions.liveCompletions().get(0);
    assertThat(lines()).contains("runnel_clients_connected 1.0", "runnel_clients_lagging 0.0");
    for (int i = 0; i < 100; i++) {
      model.says("a");
    }
    completion.attach(completion.log().cursor(1));
    assertThat(lines())
        .contains("runnel_clients_lagging 1.0", "runnel_streams_resumed_total{" + STREAM + "} 1.0");
  }

  @Test
  void tellsTheMemoryOfAllLogs() {
    Completion completion = start();
    assertThat(completion.log().length()).isEqualTo(1);
    assertThat(lines())
        .contains("runnel_log_memory_max_bytes 6.7108864E7")
        .filteredOn(line -> line.startsWith("runnel_log_memory_held_bytes "))
        .singleElement()
        .isNotEqualTo("runnel_log_memory_held_bytes 0.0");
  }

  @Test
  void startsNoThread() {
    start();
    model.says("Hello");
    model.finishes();
    assertThat(meters.scrape()).isNotEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .as("it would outlive the application, and keep its classes")
        .noneMatch(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("prometheus"))
        .noneMatch(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("micrometer"));
  }

  @Test
  void holdsNoWordOfWhatIsAskedAnsweredOrCalled() {
    Completion completion =
        completions.start(
            new Requester("anonymous", "192.0.2.77"), ScriptedModel.chat(CompletionListener.NONE));
    model.says("the-answer");
    model.tell(
        new ModelEvent.Finished("the-reason", null, "the-message-id", "the-model\"} 1\n# evil"));
    assertThat(meters.scrape()).doesNotContain("192.0.2.77", "the-", "evil", completion.log().id());
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }

  private List<String> lines() {
    return meters.scrape().lines().toList();
  }
}
