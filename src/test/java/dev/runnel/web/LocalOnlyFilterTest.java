package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.config.AccessSettings;
import dev.runnel.config.AccessSettings.Auth;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see what is for administrators, where anyone may call and all origins are let in. */
class LocalOnlyFilterTest {

  @ParameterizedTest
  @CsvSource({
    "Accept, text/event-stream",
    "Origin, http://localhost:5001",
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Site, none",
    "Referer, http://localhost:5001/admin/",
  })
  void letsInWhoCallsFromThisMachineAndItsOwnPages(String header, String value) {
    assertThatCode(() -> filter("127.0.0.1", "Host", "localhost:5001", header, value))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, localhost:5001, Accept, */*",
    "127.0.0.1, answers.example, Accept, */*",
    "127.0.0.1, localhost:5001, X-Forwarded-For, 192.0.2.7",
    "127.0.0.1, localhost:5001, Via, 1.1 proxy",
  })
  void keepsOutWhoDoesNotAndSaysWhoMay(String address, String host, String header, String value) {
    assertThatThrownBy(() -> filter(address, "Host", host, header, value))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(403))
        .hasMessage(LocalOnlyFilter.NOT_LOCAL);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.test",
    "Origin, https://portal.example",
    "Origin, http://localhost:3000",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Referer, https://evil.test/page",
  })
  void keepsOutPagesOfOtherOriginsInTheBrowserOfTheAdministrator(String header, String value) {
    assertThatThrownBy(() -> filter("127.0.0.1", "Host", "localhost:5001", header, value))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(403))
        .hasMessageContaining("another origin");
  }

  @Test
  void takesACallWithoutABrowserAsTheAdministrators() {
    assertThatCode(() -> filter("127.0.0.1", "Host", "localhost:5001")).doesNotThrowAnyException();
  }

  @SuppressWarnings("UnnecessaryAssignment") // no container is here to do it
  private static void filter(String address, String... headers) {
    LocalOnlyFilter filter = new LocalOnlyFilter();
    filter.origins =
        new Origins(
            new AccessSettings(Auth.ANONYMOUS, Set.of("https://portal.example"), true, Set.of()));
    filter.request = FakeRequest.from(address, headers);
    filter.filter(
        (ContainerRequestContext)
            Proxy.newProxyInstance(
                LocalOnlyFilterTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, method, args) -> {
                  throw new UnsupportedOperationException(method.getName());
                }));
  }
}
