package dev.runnel.web;

import dev.runnel.completion.Requester;
import jakarta.servlet.http.HttpServletRequest;

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
  static Requester requester(HttpServletRequest request) {
    String owner = owner(request);
    return new Requester(owner, owner.equals("local") ? null : address(request));
  }

  /**
   * The address of a caller. When a proxy of this machine or its private network is between, what
   * that one says: the last of the addresses, the others could be the caller's own invention.
   */
  private static String address(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    String forwarded = request.getHeader(FORWARDED_FOR);
    if (forwarded == null || !Locality.isNearby(peer)) {
      return peer;
    }
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }
}
