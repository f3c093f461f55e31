package dev.runnel.config;

/** A key. Its {@link #toString} is {@code ***}, so that it cannot reach a log by accident. */
public final class Secret {

  private final String value;

  /** Wraps a key. */
  public Secret(String value) {
    this.value = value;
  }

  /** The key itself: for the one header or signature that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
