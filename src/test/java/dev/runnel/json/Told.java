package dev.runnel.json;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a parser tells; pieces of one string are joined in {@link #joined}. */
final class Told implements JsonHandler {

  private final List<String> events = new ArrayList<>();

  /** What was told, one entry per call, text as {@code +text}. */
  List<String> events() {
    return events;
  }

  /** What was told, independent of how string text was cut. */
  List<String> joined() {
    List<String> joined = new ArrayList<>();
    for (String event : events) {
      int last = joined.size() - 1;
      if (event.startsWith("+") && joined.get(last).startsWith("+")) {
        joined.set(last, joined.get(last) + event.substring(1));
      } else {
        joined.add(event);
      }
    }
    return joined;
  }

  @Override
  public void objectStart() {
    events.add("{");
  }

  @Override
  public void objectEnd() {
    events.add("}");
  }

  @Override
  public void arrayStart() {
    events.add("[");
  }

  @Override
  public void arrayEnd() {
    events.add("]");
  }

  @Override
  public void name(String name) {
    events.add("name " + name);
  }

  @Override
  public void stringStart() {
    events.add("<");
  }

  @Override
  public void stringText(char[] buffer, int offset, int length) {
    events.add("+" + new String(buffer, offset, length));
  }

  @Override
  public void stringEnd() {
    events.add(">");
  }

  @Override
  public void numberValue(String text) {
    events.add("number " + text);
  }

  @Override
  public void booleanValue(boolean value) {
    events.add(String.valueOf(value));
  }

  @Override
  public void nullValue() {
    events.add("null");
  }
}
