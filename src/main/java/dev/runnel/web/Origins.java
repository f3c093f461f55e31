package dev.runnel.web;

import dev.runnel.config.AccessSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a page of some origin may do here. Immutable.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">the CORS protocol</a>
 */
@Singleton
public class Origins {

  /** What a request's origin is to this server. */
  public enum Standing {
    /** The request names no origin: not a page's, or a page's own plain GET. */
    NONE,
    /** The page came from this server. */
    OWN,
    /** A listed origin: it may call, with credentials. */
    LISTED,
    /** Let in without credentials: {@code *}, or a loopback origin of a local call. */
    OPEN,
    /** Any other. */
    FOREIGN;

    /** Whether a page of this origin may start a completion. */
    public boolean mayCall() {
      return this != FOREIGN;
    }
  }

  private final AccessSettings settings;

  /** By the settings. */
  @Inject
  public Origins(AccessSettings settings) {
    this.settings = settings;
  }

  /** The standing of a request's origin. */
  public Standing of(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return Standing.NONE;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    if (settings.corsOrigins().contains(lower)) {
      return Standing.LISTED;
    }
    String authority = authority(lower);
    if (authority != null) {
      String host = request.getHeader("Host");
      if (host != null && authority.equals(withoutDefaultPort(lower, host))) {
        return Standing.OWN;
      }
      if (isLoopback(authority) && Locality.isLocal(request)) {
        return Standing.OPEN;
      }
    }
    return settings.anyOrigin() ? Standing.OPEN : Standing.FOREIGN;
  }

  /**
   * Whether a page of a request's origin may see what belongs to all local callers together. Not
   * one that is let in by {@code *} alone: any site that a person of this machine opens could ask.
   */
  public boolean mayList(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return switch (of(request)) {
      case NONE, OWN, LISTED -> true;
      case OPEN -> {
        String authority = origin == null ? null : authority(origin.toLowerCase(Locale.ROOT));
        yield authority != null && isLoopback(authority);
      }
      case FOREIGN -> false;
    };
  }

  private static boolean isLoopback(String authority) {
    return Locality.isLoopbackHost(Locality.hostOf(authority));
  }

  /**
   * Whether a page of another origin made the browser ask: by what browsers tell over https and on
   * this machine, else by the page they name.
   */
  boolean embeddedElsewhere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null
        ? foreignReferer(request)
        : site.equals("cross-site") || site.equals("same-site");
  }

  /** Whether a request names the page it came from, and that is not one of ours. */
  private boolean foreignReferer(HttpServletRequest request) {
    String referer = request.getHeader("Referer");
    String host = request.getHeader("Host");
    if (referer == null || host == null) {
      return false;
    }
    String lower = referer.toLowerCase(Locale.ROOT);
    String after = authority(lower);
    return after == null || !after.split("[/?#]", 2)[0].equals(withoutDefaultPort(lower, host));
  }

  /** The {@code host[:port]} of an http or https origin, or null. */
  private static @Nullable String authority(String origin) {
    for (String scheme : new String[] {"http://", "https://"}) {
      if (origin.startsWith(scheme)) {
        return origin.substring(scheme.length());
      }
    }
    return null;
  }

  /** An origin leaves its scheme's port out; a Host may write it. */
  private static String withoutDefaultPort(String origin, String host) {
    String port = origin.startsWith("https:") ? ":443" : ":80";
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }
}
