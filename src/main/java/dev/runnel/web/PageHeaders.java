package dev.runnel.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What a browser may do with our pages: run our scripts alone, and make no markup from text. Pages
 * of other servers may load our modules and styles, which are no secret; what they may ask of this
 * one is decided by {@link Origins}.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PageHeaders extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    if (isElement(request.getRequestURI())) {
      response.setHeader("Access-Control-Allow-Origin", "*");
    }
    chain.doFilter(request, response);
  }

  /** Whether it is part of an element that any page may show. */
  private static boolean isElement(String path) {
    return (path.endsWith(".js") || path.endsWith(".css")) && !path.contains("/api/");
  }
}
