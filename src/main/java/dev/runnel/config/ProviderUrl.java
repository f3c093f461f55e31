package dev.runnel.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider may be: https, or a loopback address, or a host that the administrator trusts. A
 * key must not travel in the clear, and a mistyped URL must not reach the cloud's metadata service.
 * Names are not resolved: what stands in the URL is judged.
 */
final class ProviderUrl {

  private static final int MAX_PORT = 65_535;

  private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  /** Numbers in another form than four decimal ones: a way around every list, and no provider's. */
  private static final Pattern OTHER_NUMBERS =
      Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*\\.?");

  private ProviderUrl() {}

  /** The URL without a trailing slash. */
  static URI parse(String property, String value, Set<String> trustedHosts) {
    if (value.contains("@") || value.contains("?") || value.contains("#")) {
      // What stands there may be a secret: the value is not repeated.
      throw new InvalidSettingException(
          SettingSource.env(property)
              + " holds a user name, a query or a fragment: allowed is a URL of scheme, host, port"
              + " and path.");
    }
    URI uri;
    try {
      uri = new URI(value.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw SettingSource.invalid(property, value, "it is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw SettingSource.invalid(
          property, value, "its scheme must be https, or http for a loopback or trusted host");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      throw SettingSource.invalid(
          property, value, "it names no host, or a port that is not from 1 to " + MAX_PORT);
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    judge(property, value, host, scheme.equals("http"), trustedHosts.contains(host));
    return uri;
  }

  private static void judge(
      String property, String value, String host, boolean plain, boolean trusted) {
    boolean literal = host.startsWith("[") || IPV4.matcher(host).matches();
    if (!literal && OTHER_NUMBERS.matcher(host).matches()) {
      throw SettingSource.invalid(property, value, "an address is written as four decimal numbers");
    }
    InetAddress address = literal ? address(property, value, host) : null;
    if (address != null && address.isLinkLocalAddress()) {
      throw SettingSource.invalid(
          property, value, "link-local addresses are never a provider, trusted or not");
    }
    boolean loopback =
        host.equals("localhost")
            || host.equals("[::1]")
            || (IPV4.matcher(host).matches() && host.startsWith("127."));
    if (loopback || trusted) {
      return;
    }
    if (plain) {
      throw SettingSource.invalid(
          property,
          value,
          "plain http is allowed for localhost, 127.0.0.1, [::1] and the hosts in"
              + " RUNNEL_TRUSTED_HOSTS");
    }
    if (address != null && !isPublic(address)) {
      throw SettingSource.invalid(
          property, value, "a private address is allowed when it stands in RUNNEL_TRUSTED_HOSTS");
    }
  }

  private static InetAddress address(String property, String value, String literal) {
    try {
      // A literal: nothing is resolved. An IPv4 address in an IPv6 one comes out as what it is.
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw SettingSource.invalid(property, value, "its address is none");
    }
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet6Address) {
      // Unique local, or an IPv4 address behind a translator (64:ff9b::/96, 2002::/16, ::/96).
      boolean uniqueLocal = (first & 0xfe) == 0xfc;
      boolean translated =
          (first == 0 && second == 0x64) || (first == 0x20 && second == 0x02) || first == 0;
      return !uniqueLocal && !translated;
    }
    // "This network", and the shared addresses of carriers (100.64.0.0/10).
    return first != 0 && !(first == 100 && (second & 0xc0) == 64);
  }
}
