package dev.runnel.config;

import java.net.InetAddress;
import java.util.Set;

/**
 * Who may call.
 *
 * @param auth which callers are let in
 * @param corsOrigins the exact origins that pages of others may call from, in lower case
 * @param anyOrigin whether {@code *} was written: pages of any origin, without credentials
 * @param trustedProxies the addresses whose {@code X-Forwarded-For} is believed, beside loopback
 *     ones
 */
public record AccessSettings(
    Auth auth, Set<String> corsOrigins, boolean anyOrigin, Set<InetAddress> trustedProxies) {

  /** Which callers are let in. */
  public enum Auth {
    /** Callers on this machine, without a proxy between. */
    LOOPBACK,
    /** Anyone who reaches the port. */
    ANONYMOUS
  }

  public AccessSettings {
    corsOrigins = Set.copyOf(corsOrigins);
    trustedProxies = Set.copyOf(trustedProxies);
  }
}
