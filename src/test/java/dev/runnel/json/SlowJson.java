package dev.runnel.json;

import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNull;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of RFC 8259 in the plainest way: recursive, over the whole text, with patterns. What
 * the push parser is compared with.
 */
public final class SlowJson {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern STRING =
      Pattern.compile("\"([^\"\\\\\\x00-\\x1f]++|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"");
  private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n]*");
  private static final Pattern LITERAL = Pattern.compile("true|false|null");

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final String text;
  private final boolean uniqueNames;
  private int at;

  private SlowJson(String text, boolean uniqueNames) {
    this.text = text;
    this.uniqueNames = uniqueNames;
  }

  /** The document's value; empty when the text is not JSON. */
  public static Optional<JsonValue> parse(String text) {
    return parse(text, false);
  }

  /** The document's value; empty when the text is not JSON or repeats a name in an object. */
  public static Optional<JsonValue> parseUnique(String text) {
    return parse(text, true);
  }

  private static Optional<JsonValue> parse(String text, boolean uniqueNames) {
    SlowJson json = new SlowJson(text, uniqueNames);
    try {
      JsonValue value = json.value();
      return json.at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (Refused refused) {
      return Optional.empty();
    }
  }

  private JsonValue value() {
    skip();
    JsonValue value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> new JsonString(string());
          case 't', 'f', 'n' -> literal(take(LITERAL));
          default -> new JsonNumber(take(NUMBER));
        };
    skip();
    return value;
  }

  private static JsonValue literal(String word) {
    return word.equals("null") ? new JsonNull() : new JsonBoolean(word.equals("true"));
  }

  private JsonValue object() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    at++;
    skip();
    if (peek() == '}') {
      at++;
      return new JsonObject(members);
    }
    while (true) {
      skip();
      String name = string();
      skip();
      expect(':');
      boolean repeated = members.put(name, value()) != null;
      if (repeated && uniqueNames) {
        throw new Refused();
      }
      if (peek() == '}') {
        at++;
        return new JsonObject(members);
      }
      expect(',');
    }
  }

  private JsonValue array() {
    List<JsonValue> items = new ArrayList<>();
    at++;
    skip();
    if (peek() == ']') {
      at++;
      return new JsonArray(items);
    }
    while (true) {
      items.add(value());
      if (peek() == ']') {
        at++;
        return new JsonArray(items);
      }
      expect(',');
    }
  }

  private String string() {
    String quoted = take(STRING);
    StringBuilder units = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        units.append(c);
        continue;
      }
      char escape = quoted.charAt(++i);
      if (escape == 'u') {
        units.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        int control = "bfnrt".indexOf(escape);
        units.append(control < 0 ? escape : "\b\f\n\r\t".charAt(control));
      }
    }
    StringBuilder wellFormed = new StringBuilder();
    units
        .codePoints()
        .forEach(c -> wellFormed.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c));
    return wellFormed.toString();
  }

  private char peek() {
    if (at == text.length()) {
      throw new Refused();
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new Refused();
    }
    at++;
  }

  private void skip() {
    take(BLANK);
  }

  private String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new Refused();
    }
    at = matcher.end();
    return matcher.group();
  }
}
