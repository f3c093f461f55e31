package dev.runnel.json;

import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNull;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the value that a parser tells. */
final class JsonValueBuilder implements JsonHandler {

  /** A container that has not closed: its members are an object's, or else its items an array's. */
  private static final class Open {
    final Map<String, JsonValue> members = new LinkedHashMap<>();
    final List<JsonValue> items = new ArrayList<>();
    @Nullable String name;
  }

  private final Deque<Open> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable JsonValue root;

  /** The value; to be called when the parser's end has succeeded. */
  JsonValue root() {
    if (root == null) {
      throw new IllegalStateException("the document is not whole");
    }
    return root;
  }

  @Override
  public void objectStart() {
    open.push(new Open());
  }

  @Override
  public void objectEnd() {
    add(new JsonObject(open.pop().members));
  }

  @Override
  public void arrayStart() {
    open.push(new Open());
  }

  @Override
  public void arrayEnd() {
    add(new JsonArray(open.pop().items));
  }

  @Override
  public void name(String name) {
    open.element().name = name;
  }

  @Override
  public void stringStart() {
    text.setLength(0);
  }

  @Override
  public void stringText(char[] buffer, int offset, int length) {
    text.append(buffer, offset, length);
  }

  @Override
  public void stringEnd() {
    add(new JsonString(text.toString()));
  }

  @Override
  public void numberValue(String number) {
    add(new JsonNumber(number));
  }

  @Override
  public void booleanValue(boolean value) {
    add(new JsonBoolean(value));
  }

  @Override
  public void nullValue() {
    add(new JsonNull());
  }

  private void add(JsonValue value) {
    Open container = open.peek();
    if (container == null) {
      root = value;
    } else if (container.name != null) {
      container.members.put(container.name, value);
    } else {
      container.items.add(value);
    }
  }
}
