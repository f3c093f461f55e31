package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells callers on this machine from all others. The one predicate for anonymous calls and for
 * pages that only an administrator at this machine may see.
 */
public final class Locality {

  private static final List<String> PROXY_HEADERS =
      List.of(
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Server",
          "X-Real-IP",
          "Via");

  private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Locality() {}

  /**
   * Whether a request comes from this machine without a proxy between: a loopback address, no
   * header that a proxy adds, and a loopback Host, so that a name which an attacker points at
   * 127.0.0.1 does not count.
   */
  public static boolean isLocal(HttpServletRequest request) {
    if (!isLoopbackAddress(request.getRemoteAddr())) {
      return false;
    }
    for (String header : PROXY_HEADERS) {
      if (request.getHeader(header) != null) {
        return false;
      }
    }
    String host = request.getHeader("Host");
    return host != null && isLoopbackHost(hostOf(host));
  }

  /** Whether a host is written as loopback; nothing is resolved. */
  static boolean isLoopbackHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || LOOPBACK_IPV4.matcher(name).matches();
  }

  /** The host of {@code host[:port]}. */
  static String hostOf(String authority) {
    int port = authority.lastIndexOf(':');
    return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
  }

  private static boolean isLoopbackAddress(String address) {
    try {
      // A literal: nothing is resolved.
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
