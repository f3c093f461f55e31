package dev.runnel.load;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A long structured answer; each form costs a page something else.
 *
 * @param title its name for people
 * @param schema what is asked for: a JSON Schema
 * @param before how it begins
 * @param part what follows again and again, by its number from 1
 */
record LongDocument(String title, String schema, String before, IntFunction<String> part) {

  /** Objects within a list, with texts and lists in them. */
  static final LongDocument SECTIONS =
      new LongDocument(
          "form of sections",
          """
      {
        "type": "object",
        "properties": {
          "title": { "type": "string" },
          "parts": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "heading": { "type": "string" },
                "body": { "type": "string" },
                "tags": { "type": "array", "items": { "type": "string" } },
                "score": { "type": "number" }
              }
            }
          }
        }
      }
      """,
          "{\"title\":\"All of it\",\"parts\":[",
          i ->
              """
          {"heading":"Part %1$d","body":"%2$s","tags":["log","cursor","第 %1$d 点"],"score":%1$d.5}"""
                  .formatted(
                      i,
                      "A cursor reads the log from its own position, so nothing is lost. "
                          .repeat(6)));

  /** Flat objects within a list, which are shown as a table. */
  static final LongDocument ROWS =
      new LongDocument(
          "form with a table",
          """
      {
        "type": "object",
        "properties": {
          "title": { "type": "string" },
          "rows": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "name": { "type": "string" },
                "what": { "type": "string" },
                "count": { "type": "number" }
              }
            }
          }
        }
      }
      """,
          "{\"title\":\"All of it\",\"rows\":[",
          i ->
              """
          {"name":"row %1$d","what":"what it is, in a few words","count":%1$d}"""
                  .formatted(i));

  private static final int CHARS = 57 * 1024;

  /** Each brings an increment, but for the few that have nothing of a value in them. */
  private static final int DELTAS = 5_000;

  static final List<LongDocument> ALL = List.of(SECTIONS, ROWS);

  /** The deltas that the provider sends. */
  List<String> deltas() {
    StringBuilder text = new StringBuilder(before).append(part.apply(1));
    for (int i = 2; text.length() < CHARS; i++) {
      text.append(',').append(part.apply(i));
    }
    return LongAnswer.cut(text.append("]}").toString(), DELTAS);
  }
}
