package dev.runnel.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.admin.AdminAccess;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.MetricsSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.web.EventStreams;
import dev.runnel.web.FakeRequest;
import dev.runnel.web.PlainStreams;
import dev.runnel.web.RecordingSink;
import dev.runnel.web.WholeAnswers;
import dev.runnel.web.admin.AdminEvents;
import dev.runnel.web.admin.AdminWebAccess;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthServletTest {

  private static final HttpServletRequest LOCAL =
      FakeRequest.from("127.0.0.1", "/health", (name, value) -> {}, "Host", "localhost:5001");
  private static final HttpServletRequest REMOTE =
      FakeRequest.from("192.0.2.1", "/health", (name, value) -> {}, "Host", "runnel.example");

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final EventStreams streams =
      PlainStreams.of(
          completions, new Threads(Runnable::run, model.time, model.time::nanoTime), Duration.ZERO);
  private final AdminEvents adminEvents =
      new AdminEvents(
          AdminAccess.snapshots(completions, model), model.threads(), PlainStreams.SETTINGS);
  private final Map<String, Object> set = new HashMap<>();
  private final StringWriter body = new StringWriter();

  @Test
  void saysThatTheServerRuns() throws Exception {
    get(LOCAL);
    assertThat(set)
        .containsEntry("setStatus", 200)
        .containsEntry("setContentType", "application/json");
    assertThat(body.toString())
        .startsWith("{\"status\":\"ok\",\"message\":\"Server is running\",\"checks\":[");
  }

  @Test
  void saysWhatEachCheckFound() throws Exception {
    Completion completion =
        completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    long held = completions.capacity().logBytes();
    get(LOCAL);
    assertThat(completion.log().ended()).isNull();
    assertThat(body.toString())
        .endsWith(
            "[{\"name\":\"configuration\",\"status\":\"UP\",\"data\":{\"chat\":\"scripted\","
                + "\"structured\":\"scripted\",\"models\":1}},"
                + "{\"name\":\"capacity\",\"status\":\"UP\",\"data\":{\"live\":1,\"max_live\":2000,"
                + "\"log_bytes\":"
                + held
                + ",\"max_log_bytes\":268435456}},"
                + "{\"name\":\"draining\",\"status\":\"UP\",\"data\":{\"live\":1}}]}");
  }

  @Test
  void tellsTheFiguresOnlyToThoseWhoMayReadTheMetrics() throws Exception {
    get(REMOTE);
    assertThat(body.toString())
        .endsWith(
            "[{\"name\":\"configuration\",\"status\":\"UP\"},"
                + "{\"name\":\"capacity\",\"status\":\"UP\"},"
                + "{\"name\":\"draining\",\"status\":\"UP\"}]}");
  }

  @Test
  void saysThatTheServerIsBeingStopped() throws Exception {
    servlet().destroy();
    get(REMOTE);
    assertThat(set).containsEntry("setStatus", 503);
    assertThat(body.toString())
        .startsWith("{\"status\":\"draining\",\"message\":\"Server is shutting down\",")
        .endsWith("{\"name\":\"draining\",\"status\":\"DOWN\"}]}");
  }

  @Test
  void endsAllStreamsWhenTheServerStopsIt() {
    Completion completion =
        completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    servlet().destroy();
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Failed.class);
  }

  @Test
  void endsTheStreamsOfAdministratorsToo() {
    RecordingSink administrator = new RecordingSink();
    AdminWebAccess.open(adminEvents, administrator);
    servlet().destroy();
    assertThat(administrator.closed).isTrue();
  }

  @SuppressWarnings("UnnecessaryAssignment") // no container is here to do it
  private HealthServlet servlet() {
    HealthServlet servlet = new HealthServlet();
    servlet.completions = completions;
    servlet.streams = streams;
    servlet.answers =
        new WholeAnswers(
            completions,
            model.threads(),
            new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of()));
    servlet.checks = new Checks(model.catalog(), completions);
    servlet.metrics = new MetricsSettings(MetricsSettings.Access.LOOPBACK);
    servlet.adminEvents = adminEvents;
    return servlet;
  }

  private void get(HttpServletRequest request) throws Exception {
    servlet().doGet(request, fake(HttpServletResponse.class));
  }

  /** What the server gives: it remembers what is set. */
  private <T> T fake(Class<T> type) {
    PrintWriter writer = new PrintWriter(body, true);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getName().equals("getWriter")) {
                return writer;
              }
              set.put(method.getName(), args[0]);
              return null;
            }));
  }
}
