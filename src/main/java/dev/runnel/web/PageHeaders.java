package dev.runnel.web;

import dev.runnel.config.FrameSettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/**
 * What a browser may do with our pages: run our scripts alone, and make no markup from text. Pages
 * of other servers may load our modules and styles, which are no secret; what they may ask of this
 * one is decided by {@link Origins}. In a frame they may show our pages if their origin is listed
 * for that, but never the administrators': their buttons stop answers, and who is made to click
 * there unseen would do so.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PageHeaders extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors %s; require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String NOBODY_ELSE = "'self'";

  @Inject transient FrameSettings frames;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public PageHeaders() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY.formatted(ancestors(request)));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    if (isElement(request.getRequestURI())) {
      response.setHeader("Access-Control-Allow-Origin", "*");
    }
    chain.doFilter(request, response);
  }

  private String ancestors(HttpServletRequest request) {
    // Decoded by the server, and without what may stand behind a semicolon.
    boolean administrators = request.getServletPath().toLowerCase(Locale.ROOT).contains("admin");
    return administrators || frames.ancestors().isEmpty()
        ? NOBODY_ELSE
        : NOBODY_ELSE + " " + String.join(" ", frames.ancestors());
  }

  /** Whether it is part of an element that any page may show. */
  private static boolean isElement(String path) {
    return (path.endsWith(".js") || path.endsWith(".css")) && !path.contains("/api/");
  }
}
