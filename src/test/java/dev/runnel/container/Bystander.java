package dev.runnel.container;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An application that has nothing to do with the one that is tested. It answers requests when as
 * many are there as each of them says: so many threads of the server have then had one.
 */
@WebServlet("/together")
public class Bystander extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** How long a request that remains alone may hold a test up. */
  private static final int PATIENCE_SECONDS = 30;

  private final transient Map<Integer, CyclicBarrier> barriers = new ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      barriers
          .computeIfAbsent(Integer.valueOf(request.getParameter("requests")), CyclicBarrier::new)
          .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new ServletException(e);
    }
  }
}
