package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;

/** Who calls, as far as that is known without accounts. */
public final class Caller {

  private Caller() {}

  /** The owner of what a request creates: all local callers are one. */
  public static String owner(HttpServletRequest request) {
    return Locality.isLocal(request) ? "local" : "anonymous";
  }
}
