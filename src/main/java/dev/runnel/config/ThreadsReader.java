package dev.runnel.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the application runs on. */
final class ThreadsReader {

  private static final Pattern JNDI_NAME =
      Pattern.compile("(java:)?[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

  private ThreadsReader() {}

  static ThreadSettings read(SettingSource source) {
    Optional<String> executor = source.text(ThreadSettings.EXECUTOR);
    if (executor.isPresent() && !JNDI_NAME.matcher(executor.get()).matches()) {
      throw SettingSource.invalid(ThreadSettings.EXECUTOR, executor.get(), ThreadSettings.ALLOWED);
    }
    return new ThreadSettings(executor.orElse(null));
  }
}
