package dev.runnel.web;

import dev.runnel.completion.Requester;
import dev.runnel.config.AccessSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Who calls, as far as that is known without accounts. */
public final class Caller {

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private Caller() {}

  /** The owner of what a request creates: all local callers are one. */
  public static String owner(HttpServletRequest request) {
    return Locality.isLocal(request) ? "local" : "anonymous";
  }

  /**
   * The caller of a request, and who it counts as. Without accounts a local caller is not limited,
   * and any other counts by its address.
   */
  static Requester requester(HttpServletRequest request, AccessSettings settings) {
    String owner = owner(request);
    return new Requester(owner, owner.equals("local") ? null : address(request, settings));
  }

  /**
   * The address of a caller. Behind a proxy of this machine, or one that the administrator trusts,
   * what that one says: the last of the addresses, the others could be the caller's own invention.
   */
  private static String address(HttpServletRequest request, AccessSettings settings) {
    String peer = request.getRemoteAddr();
    String forwarded = "";
    for (String line : Collections.list(request.getHeaders(FORWARDED_FOR))) {
      forwarded = line;
    }
    if (forwarded.isEmpty() || !Locality.isLoopbackOr(peer, settings.trustedProxies())) {
      return peer;
    }
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }
}
