package dev.runnel.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads who may call. */
final class AccessReader {

  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private AccessReader() {}

  static AccessSettings read(SettingSource source) {
    AccessSettings.Auth auth = auth(source);
    Set<String> origins = new HashSet<>();
    boolean any = false;
    for (String written : source.list("runnel.cors-origins")) {
      if (written.equals("*")) {
        any = true;
      } else {
        origins.add(
            WrittenOrigin.normal(written)
                .orElseThrow(
                    () ->
                        SettingSource.invalid(
                            "runnel.cors-origins",
                            written,
                            "allowed are * and origins such as https://portal.example, separated"
                                + " by commas or blanks")));
      }
    }
    return new AccessSettings(auth, origins, any, proxies(source));
  }

  private static AccessSettings.Auth auth(SettingSource source) {
    String auth = source.text("runnel.auth", "loopback");
    return switch (auth) {
      case "loopback" -> AccessSettings.Auth.LOOPBACK;
      case "anonymous" -> AccessSettings.Auth.ANONYMOUS;
      default ->
          throw SettingSource.invalid(
              "runnel.auth",
              auth,
              "allowed are loopback (callers on this machine) and anonymous (anyone who reaches"
                  + " the port)");
    };
  }

  private static Set<InetAddress> proxies(SettingSource source) {
    Set<InetAddress> proxies = new HashSet<>();
    for (String written : source.list("runnel.trusted-proxies")) {
      if (!ADDRESS.matcher(written).matches()) {
        throw noProxy(written);
      }
      try {
        // A literal: nothing is resolved.
        proxies.add(InetAddress.getByName(written));
      } catch (UnknownHostException e) {
        throw noProxy(written);
      }
    }
    return proxies;
  }

  private static InvalidSettingException noProxy(String written) {
    return SettingSource.invalid(
        "runnel.trusted-proxies",
        written,
        "allowed are addresses such as 10.0.0.7 or fd00::7, separated by commas");
  }
}
