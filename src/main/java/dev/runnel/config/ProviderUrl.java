package dev.runnel.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider may be: https, or a loopback address, or a host that the administrator trusts. A
 * key must not travel in the clear, and a mistyped URL must not reach the cloud's metadata service.
 */
final class ProviderUrl {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern PRIVATE_IPV4 =
      Pattern.compile(
          "(10|0|127)\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*");
  private static final Pattern NUMERIC =
      Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");

  private ProviderUrl() {}

  /** The URL without a trailing slash. */
  static URI parse(String property, String value, Set<String> trustedHosts) {
    URI uri;
    try {
      uri = new URI(value.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw refused(property, value, "it is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused(
          property, value, "its scheme must be https, or http for a loopback or trusted host");
    }
    if (uri.getRawUserInfo() != null || value.contains("@")) {
      // The value may hold a password: it is not repeated.
      throw new InvalidSettingException(
          SettingSource.env(property) + " holds a user name: a URL of a provider has none.");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(
          property, value, "allowed is a URL of scheme, host, port and path, nothing more");
    }
    host = host.toLowerCase(Locale.ROOT);
    if (linkLocal(host)) {
      throw refused(property, value, "link-local addresses are never a provider");
    }
    if (loopback(host) || trustedHosts.contains(host)) {
      return uri;
    }
    if (scheme.equals("http")) {
      throw refused(
          property,
          value,
          "plain http is allowed for localhost, 127.0.0.1, [::1] and the hosts in "
              + "RUNNEL_TRUSTED_HOSTS");
    }
    if (privateAddress(host)) {
      throw refused(
          property, value, "a private address is allowed when it stands in RUNNEL_TRUSTED_HOSTS");
    }
    return uri;
  }

  /** Written as loopback; what a name resolves to is not asked. */
  private static boolean loopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || (IPV4.matcher(host).matches() && host.startsWith("127."));
  }

  private static boolean linkLocal(String host) {
    return host.startsWith("169.254.")
        || host.startsWith("[fe8")
        || host.startsWith("[fe9")
        || host.startsWith("[fea")
        || host.startsWith("[feb")
        || host.startsWith("[::ffff:169.254.")
        || host.startsWith("[::ffff:a9fe:");
  }

  private static boolean privateAddress(String host) {
    if (host.startsWith("[")) {
      return host.startsWith("[fc")
          || host.startsWith("[fd")
          || host.startsWith("[::")
          || host.startsWith("[0:")
          || host.startsWith("[64:ff9b:");
    }
    // Numbers in other than dotted decimal form are a way around this list, and no provider's.
    return PRIVATE_IPV4.matcher(host).matches()
        || (NUMERIC.matcher(host).matches() && !IPV4.matcher(host).matches());
  }

  private static InvalidSettingException refused(String property, String value, String why) {
    return SettingSource.invalid(property, value, why);
  }
}
