package dev.runnel.benchmark;

/** What the documents look like: a beginning, a middle that can be repeated, an end. */
public enum Shape {
  /** One long string of ASCII in an object: prose, the most usual answer. */
  FLAT("{\"title\":\"Rivers\",\"text\":\"", prose(1_000), "\"}"),

  /** Objects in arrays in objects in an array, with short strings, numbers and literals. */
  NESTED("{\"sections\":[", sections(4), "0]}"),

  /** An array of short strings. */
  ARRAY(
      "[",
      "\"the Danube at Ulm\",\"Elbe and Saale\",\"the lower Oder\",\"Weser, from its springs\","
          .repeat(12),
      "0]"),

  /** One long string of Chinese, raw. */
  CHINESE("{\"text\":\"", "长江黄河珠江淮河海河辽河松花江".repeat(66), "\"}"),

  /** The same, each character escaped. */
  ESCAPES("{\"text\":\"", "\\u957f\\u6c5f\\u9ec4\\u6cb3\\u73e0\\u6c5f".repeat(28), "\"}");

  final String start;
  final String middle;
  final String end;

  Shape(String start, String middle, String end) {
    this.start = start;
    this.middle = middle;
    this.end = end;
  }

  private static String prose(int chars) {
    String sentence = "A river finds its way to the sea, and takes what it meets along. ";
    return sentence.repeat(1 + chars / sentence.length()).substring(0, chars);
  }

  private static String sections(int sections) {
    String section =
        "{\"heading\":\"The upper reaches\",\"text\":\"In spring the water is high, and the"
            + " meadows stand under it for weeks.\",\"places\":[{\"name\":\"Donaueschingen\","
            + "\"inhabitants\":22719,\"visited\":false},{\"name\":\"Ulm\",\"inhabitants\":"
            + "126949,\"visited\":true}]},";
    return section.repeat(sections);
  }
}
