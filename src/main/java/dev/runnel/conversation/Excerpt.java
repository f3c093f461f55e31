package dev.runnel.conversation;

/** The beginning and the end of a text that is too long to be kept whole. */
final class Excerpt {

  /** Stands for the middle. */
  static final String OMISSION = "\n[…]\n";

  private Excerpt() {}

  /** A text, or the beginning and the end of one that has more than so many characters. */
  static String of(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int half = (maxChars - OMISSION.length()) / 2;
    int head = half;
    int tail = text.length() - half;
    // Neither part begins or ends within a character of two chars.
    if (Character.isHighSurrogate(text.charAt(head - 1))) {
      head--;
    }
    if (Character.isLowSurrogate(text.charAt(tail))) {
      tail++;
    }
    return text.substring(0, head) + OMISSION + text.substring(tail);
  }
}
