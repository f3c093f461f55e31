package dev.runnel.config;

import java.util.List;

/**
 * Which pages may show ours in a frame, beside our own.
 *
 * @param ancestors their exact origins, in lower case and each one a host-source of a Content
 *     Security Policy
 * @see <a href="https://www.w3.org/TR/CSP3/#directive-frame-ancestors">frame-ancestors</a>
 */
public record FrameSettings(List<String> ancestors) {

  public FrameSettings {
    ancestors = List.copyOf(ancestors);
  }
}
