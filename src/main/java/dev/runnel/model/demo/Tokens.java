package dev.runnel.model.demo;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts text about where a model's tokens end. */
final class Tokens {

  // One or two characters of a language without spaces, a short run of letters with its leading
  // space, or one other character.
  private static final Pattern TOKEN =
      Pattern.compile("\\p{IsHan}{1,2}| ?[\\p{L}\\p{N}&&[^\\p{IsHan}]]{1,5}|\\X");

  private Tokens() {}

  /** Pieces that concatenate to the text. */
  static List<String> of(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }
}
