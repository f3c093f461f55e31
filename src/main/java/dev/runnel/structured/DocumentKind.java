package dev.runnel.structured;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a JSON document can be, and how a text shows that one begins. */
enum DocumentKind {
  OBJECT("{"),
  ARRAY("["),
  STRING("\""),
  NUMBER("-0123456789"),
  BOOLEAN("tf"),
  NULL("n");

  /** What is sought where nothing else was asked for: a scalar could be a word of any sentence. */
  static final Set<DocumentKind> CONTAINERS =
      Collections.unmodifiableSet(EnumSet.of(OBJECT, ARRAY));

  private final String beginnings;

  DocumentKind(String beginnings) {
    this.beginnings = beginnings;
  }

  /** Whether one can begin here. */
  boolean begins(char c, char before) {
    return beginnings.indexOf(c) >= 0 && !(isWord() && joinsWords(before));
  }

  private boolean isWord() {
    return this == NUMBER || this == BOOLEAN || this == NULL;
  }

  /**
   * Whether a number or a literal beside this character is only a part of something longer: {@code
   * v2}, {@code 1,000}, {@code nullable}. Letters of scripts that put no blanks between words are
   * no such characters.
   */
  static boolean joinsWords(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "_-+.,".indexOf(c) >= 0;
  }
}
