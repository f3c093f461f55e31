package dev.runnel.model.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The prepared answers: Markdown for chat, the original's title and summary for structure. */
final class DemoAnswers {

  /** The longest part of a question that an answer repeats, in characters. */
  private static final int MAX_QUOTED = 200;

  private static final String CHINESE = resource("chat.zh.md");
  private static final String ENGLISH = resource("chat.en.md");
  private static final String STRUCTURED = resource("structured.json");

  private DemoAnswers() {}

  /**
   * An answer in the language of the question.
   *
   * @param messages how many messages the model was given, to show that a conversation arrives
   */
  static String chat(String question, int messages) {
    String line = question.strip().replaceAll("\\s+", " ");
    if (line.length() > MAX_QUOTED) {
      int end =
          Character.isHighSurrogate(line.charAt(MAX_QUOTED - 1)) ? MAX_QUOTED - 1 : MAX_QUOTED;
      line = line.substring(0, end) + "…";
    }
    return (inChinese(line) ? CHINESE : ENGLISH)
        .replace("{messages}", Integer.toString(messages))
        .replace("{question}", line);
  }

  /** Whether a question is to be answered in Chinese. */
  static boolean inChinese(String question) {
    return question
        .codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }

  static String structured() {
    return STRUCTURED;
  }

  private static String resource(String name) {
    try (InputStream in = DemoAnswers.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the WAR lacks the demo's " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
