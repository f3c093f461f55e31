package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers on this machine from all others. The one predicate for anonymous calls and for
 * pages that only an administrator at this machine may see.
 */
public final class Locality {

  /** Headers that proxies add, in lower case, beside all that begin with {@link #FORWARDED}. */
  private static final Set<String> PROXY_HEADERS =
      Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip");

  private static final String FORWARDED = "x-forwarded-";

  /** What an address looks like that needs no name to be resolved. */
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.%]+");

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
    for (String header : Collections.list(request.getHeaderNames())) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith(FORWARDED) || PROXY_HEADERS.contains(name)) {
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

  /** Whether an address is a loopback one, or one of others. */
  static boolean isLoopbackOr(@Nullable String address, Set<InetAddress> others) {
    InetAddress known = parse(address);
    return known != null && (known.isLoopbackAddress() || others.contains(known));
  }

  private static boolean isLoopbackAddress(@Nullable String address) {
    InetAddress known = parse(address);
    return known != null && known.isLoopbackAddress();
  }

  private static @Nullable InetAddress parse(@Nullable String address) {
    if (address == null || !LITERAL.matcher(address).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
