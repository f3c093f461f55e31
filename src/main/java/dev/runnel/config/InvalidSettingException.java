package dev.runnel.config;

/**
 * A setting has a value that cannot be used. The message names the setting, the value (never a
 * secret) and what is allowed.
 */
public final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidSettingException(String message) {
    super(message);
  }
}
