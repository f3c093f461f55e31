package dev.runnel.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests, for tests of dialects. */
public final class BodyOf {

  private BodyOf() {}

  /** A body of this JSON. */
  public static RequestBody json(String text) {
    try {
      return RequestBody.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          FakeRequest.from("127.0.0.1", "Content-Type", "application/json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
