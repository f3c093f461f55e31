package dev.runnel.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.config.MetricsSettings;
import dev.runnel.config.MetricsSettings.Access;
import dev.runnel.web.FakeRequest;
import dev.runnel.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class MetricsResourceTest {

  @Test
  void sendsCallersOfOtherMachinesAwayUnlessASettingLetsThemIn() {
    HttpServletRequest remote =
        FakeRequest.from("192.0.2.1", "/", (name, value) -> {}, "Host", "runnel.example");
    assertThatThrownBy(() -> resource(Access.LOOPBACK).requireReader(remote))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(403);
              assertThat(problem.detail()).contains("RUNNEL_METRICS_ACCESS=anonymous");
            });
    assertThatCode(() -> resource(Access.ANONYMOUS).requireReader(remote))
        .doesNotThrowAnyException();
  }

  @Test
  void letsCallersOfThisMachineIn() {
    HttpServletRequest local =
        FakeRequest.from("127.0.0.1", "/", (name, value) -> {}, "Host", "localhost:5001");
    assertThatCode(() -> resource(Access.LOOPBACK).requireReader(local)).doesNotThrowAnyException();
  }

  @SuppressWarnings("UnnecessaryAssignment") // no container is here to do it
  private static MetricsResource resource(Access access) {
    MetricsResource resource = new MetricsResource();
    resource.settings = new MetricsSettings(access);
    return resource;
  }
}
