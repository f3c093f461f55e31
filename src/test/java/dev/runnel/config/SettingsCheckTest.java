package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NameNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

  private static final String NAME = "concurrent/none";

  private final List<Throwable> problems = new ArrayList<>();
  private final List<String> lookedUp = new ArrayList<>();

  @Test
  void aSettingThatCannotBeUsedIsAProblemOfTheDeployment() {
    check(Map.of("runnel.auth", "everybody"), NAME);

    assertThat(problems)
        .singleElement()
        .isInstanceOf(InvalidSettingException.class)
        .asString()
        .contains("RUNNEL_AUTH is 'everybody'");
  }

  @Test
  void soIsAnExecutorThatIsNotThere() {
    check(Map.of("runnel.executor", NAME), null);

    assertThat(problems)
        .singleElement()
        .isInstanceOf(InvalidSettingException.class)
        .asString()
        .contains(
            "RUNNEL_EXECUTOR is '" + NAME + "'",
            "nothing of that name is found",
            "allowed is the JNDI name of a ManagedExecutorService");
  }

  @Test
  void soIsAnExecutorThatIsNone() {
    check(Map.of("runnel.executor", NAME), "a data source");

    assertThat(problems)
        .singleElement()
        .asString()
        .contains(
            "RUNNEL_EXECUTOR is '" + NAME + "'",
            "that is a java.lang.String",
            "allowed is the JNDI name of a ManagedExecutorService");
  }

  @Test
  void anExecutorOfTheServerIsNoProblem() {
    check(
        Map.of("runnel.executor", NAME),
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ManagedExecutorService.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException("only looked at");
            }));

    assertThat(lookedUp).containsExactly(NAME);
    assertThat(problems).isEmpty();
  }

  @Test
  void whereNoneIsNamedNothingIsLookedUp() {
    check(Map.of(), null);

    assertThat(lookedUp).isEmpty();
    assertThat(problems).isEmpty();
  }

  private void check(Map<String, String> settings, @Nullable Object inTheServer) {
    new SettingsCheck(
            property -> Optional.ofNullable(settings.get(property)),
            name -> {
              lookedUp.add(name);
              if (inTheServer == null) {
                throw new NameNotFoundException(name);
              }
              return inTheServer;
            })
        .check(problems::add);
  }
}
