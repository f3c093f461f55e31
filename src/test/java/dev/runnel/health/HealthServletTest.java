package dev.runnel.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.admin.AdminAccess;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.web.EventStreams;
import dev.runnel.web.PlainStreams;
import dev.runnel.web.RecordingSink;
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
import org.junit.jupiter.api.Test;

class HealthServletTest {

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
    get();
    assertThat(set)
        .containsEntry("setStatus", 200)
        .containsEntry("setContentType", "application/json");
    assertThat(body).hasToString("{\"status\":\"ok\",\"message\":\"Server is running\"}");
  }

  @Test
  void saysThatTheServerIsBeingStopped() throws Exception {
    servlet().destroy();
    get();
    assertThat(set).containsEntry("setStatus", 503);
    assertThat(body)
        .hasToString("{\"status\":\"draining\",\"message\":\"Server is shutting down\"}");
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
    servlet.adminEvents = adminEvents;
    return servlet;
  }

  private void get() throws Exception {
    servlet().doGet(fake(HttpServletRequest.class), fake(HttpServletResponse.class));
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
