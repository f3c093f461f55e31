package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterDispatchTest {

  private static final HttpServletResponse NONE =
      (HttpServletResponse)
          Proxy.newProxyInstance(
              AfterDispatchTest.class.getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private final HttpServletRequest request = FakeRequest.from("127.0.0.1");
  private final List<String> order = new ArrayList<>();

  @Test
  void beginsWhenTheRequestWasDispatched() throws Exception {
    new AfterDispatch()
        .doFilter(
            request,
            NONE,
            (in, out) -> {
              AfterDispatch.run(request, () -> order.add("begun"));
              order.add("returned");
            });
    assertThat(order).containsExactly("returned", "begun");
  }

  @Test
  void beginsAlsoWhenTheDispatchFails() {
    assertThatThrownBy(
            () ->
                new AfterDispatch()
                    .doFilter(
                        request,
                        NONE,
                        (in, out) -> {
                          AfterDispatch.run(request, () -> order.add("begun"));
                          throw new ServletException("fails");
                        }))
        .isInstanceOf(ServletException.class);
    assertThat(order).containsExactly("begun");
  }

  @Test
  void beginsAtOnceWhereNoFilterIs() {
    AfterDispatch.run(request, () -> order.add("begun"));
    assertThat(order).containsExactly("begun");
  }
}
