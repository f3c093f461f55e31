package dev.runnel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.admin.FirstTokens;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;

/** The MBean, asked as a tool asks it. */
class StreamsRegistrationTest {

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions =
      model.completions(ScriptedModel.SETTINGS, new Forwarding());
  private final FirstTokens firstTokens = new FirstTokens();
  private final Streams streams = new Streams(completions, firstTokens);

  /** The MBean, which is made after the completions that it hears of. */
  private final class Forwarding implements CompletionObserver {
    @Override
    public void onStarted(Completion completion) {
      streams.onStarted(completion);
    }

    @Override
    public void onFirstToken(Completion completion) {
      firstTokens.onFirstToken(completion);
    }

    @Override
    public void onEnded(Completion completion) {
      streams.onEnded(completion);
    }
  }

  @Test
  void countsStreamsAndTimesToTheFirstToken() throws Exception {
    new StreamsRegistration(streams, server).register("/runnel");
    assertThat(get("TimeToFirstTokenP50Millis")).isEqualTo(-1L);
    start();
    model.time.advance(Duration.ofMillis(60));
    model.says("a");
    model.finishes();
    start().stop();
    start();
    model.fails(ModelException.of(ErrorCode.UPSTREAM_ERROR, "broken").build());
    start();
    assertThat(
            List.of(
                get("Live"),
                get("Started"),
                get("Failed"),
                get("Cancelled"),
                get("TimeToFirstTokenP50Millis"),
                get("TimeToFirstTokenP95Millis")))
        .containsExactly(1, 4L, 1L, 1L, 60L, 60L);
  }

  @Test
  void stopsAStream() throws Exception {
    new StreamsRegistration(streams, server).register("/runnel");
    Completion completion = start();
    assertThat(cancel(completion.log().id())).isEqualTo("cancelled");
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(cancel(completion.log().id())).as("again").isEqualTo("cancelled");
    assertThatThrownBy(() -> cancel("nothing"))
        .isInstanceOf(RuntimeMBeanException.class)
        .hasRootCauseMessage("There is no stream of this id.");
  }

  @Test
  void isToldApartFromAnotherApplicationsByTheContextPath() throws Exception {
    StreamsRegistration first = new StreamsRegistration(streams, server);
    StreamsRegistration second =
        new StreamsRegistration(new Streams(completions, firstTokens), server);
    first.register("/runnel");
    second.register("/a,b=*");
    assertThat(names())
        .containsExactlyInAnyOrder(
            new ObjectName(StreamsRegistration.NAME),
            new ObjectName(
                StreamsRegistration.NAME + ",application=" + ObjectName.quote("/a,b=*")));
    second.unregister();
    assertThat(names()).containsExactly(new ObjectName(StreamsRegistration.NAME));
  }

  @Test
  void leavesNothingBehind() throws Exception {
    StreamsRegistration registration = new StreamsRegistration(streams, server);
    registration.register("");
    registration.unregister();
    registration.unregister();
    assertThat(names()).isEmpty();
    registration.register("");
    assertThat(names()).hasSize(1);
  }

  @Test
  void goesOnWhenSomebodyElseHasUnregisteredIt() throws Exception {
    StreamsRegistration registration = new StreamsRegistration(streams, server);
    registration.register("");
    server.unregisterMBean(new ObjectName(StreamsRegistration.NAME));
    registration.unregister();
    assertThat(names()).isEmpty();
  }

  private Set<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("dev.runnel:*"), null);
  }

  private Object get(String attribute) throws Exception {
    return server.getAttribute(new ObjectName(StreamsRegistration.NAME), attribute);
  }

  private Object cancel(String id) throws Exception {
    return server.invoke(
        new ObjectName(StreamsRegistration.NAME),
        "cancel",
        new Object[] {id},
        new String[] {String.class.getName()});
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }
}
