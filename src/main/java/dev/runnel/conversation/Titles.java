package dev.runnel.conversation;

import java.util.regex.Pattern;

/** What conversations are called. */
public final class Titles {

  /** The longest title that a person may give, in characters. */
  public static final int MAX_CHARS = 200;

  /** The longest one that is made of a question, in characters. */
  static final int MAX_MADE_CHARS = 60;

  /** What would break a line, or is not to be seen. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  private Titles() {}

  /** A text as one line: what breaks lines is a space, and none stands at its ends. */
  public static String line(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  /** The beginning of a question, which never ends within a character. */
  static String of(String question) {
    String line = line(question);
    if (line.length() <= MAX_MADE_CHARS) {
      return line;
    }
    int end = MAX_MADE_CHARS - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end).strip() + "…";
  }
}
