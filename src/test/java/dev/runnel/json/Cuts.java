package dev.runnel.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to cut a text into the pieces it could arrive in. */
public final class Cuts {

  private Cuts() {}

  /** Every way to cut the text in two, the text alone included. */
  public static List<List<String>> inTwo(String text) {
    List<List<String>> cuts = new ArrayList<>();
    for (int at = 0; at <= text.length(); at++) {
      cuts.add(List.of(text.substring(0, at), text.substring(at)));
    }
    return cuts;
  }

  /** Pieces of one, two, three and seven characters, and the text in one piece. */
  public static List<List<String>> inSizes(String text) {
    return List.of(
        ofSize(text, 1), ofSize(text, 2), ofSize(text, 3), ofSize(text, 7), List.of(text));
  }

  /** Pieces of one length; the last one may be shorter. */
  public static List<String> ofSize(String text, int size) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); at += size) {
      pieces.add(text.substring(at, Math.min(text.length(), at + size)));
    }
    return pieces;
  }

  /** Pieces of random lengths, empty ones too. */
  public static List<String> random(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    int longest = 1 + random.nextInt(12);
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + random.nextInt(longest + 1));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }
}
