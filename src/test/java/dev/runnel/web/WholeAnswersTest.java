package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.AccessSettings;
import dev.runnel.log.LogEntry;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ConnectionCallback;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WholeAnswersTest {

  /** Without a server none can be made; here it is only handed on. */
  @SuppressWarnings("NullAway")
  private static final Response REPLY = null;

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final List<Runnable> work = new ArrayList<>();
  private final WholeAnswers answers =
      new WholeAnswers(
          completions,
          model.threads(work::add),
          new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of()));
  private final List<Object> resumed = new ArrayList<>();
  private @Nullable ConnectionCallback onDisconnect;

  /** A response that a test looks at. */
  private final AsyncResponse response =
      (AsyncResponse)
          Proxy.newProxyInstance(
              WholeAnswersTest.class.getClassLoader(),
              new Class<?>[] {AsyncResponse.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "resume" -> resumed.add(args[0]);
                    case "register" -> {
                      onDisconnect = (ConnectionCallback) args[0];
                      yield List.of();
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  @Test
  void answersWhenTheLogHasItsEndAndHoldsNoThreadUntilThen() {
    start(completion -> REPLY);
    model.says("a", "b");
    assertThat(work).isEmpty();
    model.finishes();
    assertThat(resumed).as("not by the model's thread").isEmpty();
    assertThat(work).hasSize(1);
    work.remove(0).run();
    assertThat(resumed).hasSize(1);
  }

  @Test
  void tellsAFaultOfTheReply() {
    IllegalStateException fault = new IllegalStateException("broken");
    start(
        completion -> {
          throw fault;
        });
    model.finishes();
    work.remove(0).run();
    assertThat(resumed).containsExactly(fault);
  }

  @Test
  void countsItsClientUntilItIsAnsweredSoThatTheLogStays() {
    start(completion -> REPLY);
    Completion completion = completions.liveCompletions().get(0);
    assertThat(completion.progress().clients()).isEqualTo(1);
    model.says("a");
    assertThat(completion.progress().lag()).isZero();
    model.finishes();
    work.remove(0).run();
    assertThat(completion.progress().clients()).isZero();
  }

  @Test
  void aClientWhoseLeavingIsNoticedStopsTheModel() {
    start(completion -> REPLY);
    Completion completion = completions.liveCompletions().get(0);
    Objects.requireNonNull(onDisconnect).onDisconnect(response);
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(model.cancelled).isEqualTo(1);
    work.remove(0).run();
    assertThat(resumed).as("the server's own resources are given back").hasSize(1);
  }

  private void start(Function<Completion, Response> reply) {
    answers.start(
        BodyOf.json("{}"),
        () -> ScriptedModel.chat(CompletionListener.NONE),
        reply,
        response,
        FakeRequest.from("127.0.0.1"));
  }
}
