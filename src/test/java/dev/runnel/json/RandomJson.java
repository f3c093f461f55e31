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
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes values, and texts that mean them: with blanks and escapes where the grammar lets them. */
public final class RandomJson {

  private static final String[] BLANKS = {"", "", "", " ", "\n", "\t", "\r\n  "};
  private static final String[] NUMBERS = {
    "0", "-0", "7", "-12", "3.50", "1.0", "1e400", "2E-7", "-6.02e+23", "12345678901234567890"
  };
  private static final String[] PIECES = {
    "a", "Zq ", "/", "~", "\"", "\\", "\n", "\u0000", "\u001f", "é", "趋势", "\u2028", "😀", "𝄞",
    "\uFFFD"
  };

  private final Random random;

  /** Values and texts that only this source decides. */
  public RandomJson(Random random) {
    this.random = random;
  }

  /** A new seed for each run, to be named by failures, unless {@code -Dseed=} gives one again. */
  public static long seed() {
    return Long.getLong("seed", System.nanoTime());
  }

  /** A value no deeper than this. */
  public JsonValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 4)) {
      case 0 -> new JsonNumber(oneOf(NUMBERS));
      case 1 -> random.nextInt(3) == 0 ? new JsonNull() : new JsonBoolean(random.nextBoolean());
      case 2, 3 -> new JsonString(string());
      case 4, 5 -> array(depth);
      default -> object(depth);
    };
  }

  /** An object no deeper than this. */
  public JsonObject object(int depth) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      members.put(string(), value(depth - 1));
    }
    return new JsonObject(members);
  }

  private JsonArray array(int depth) {
    List<JsonValue> items = new ArrayList<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      items.add(value(depth - 1));
    }
    return new JsonArray(items);
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      text.append(oneOf(PIECES));
    }
    return text.toString();
  }

  /** A text of this value. */
  public String text(JsonValue value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private void write(JsonValue value, StringBuilder out) {
    blank(out);
    if (value instanceof JsonObject object) {
      out.append('{');
      blank(out);
      String comma = "";
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        out.append(comma);
        blank(out);
        write(member.getKey(), out);
        blank(out);
        out.append(':');
        write(member.getValue(), out);
        comma = ",";
      }
      out.append('}');
    } else if (value instanceof JsonArray array) {
      out.append('[');
      blank(out);
      String comma = "";
      for (JsonValue item : array.items()) {
        out.append(comma);
        write(item, out);
        comma = ",";
      }
      out.append(']');
    } else if (value instanceof JsonString string) {
      write(string.value(), out);
    } else {
      out.append(value.toJson());
    }
    blank(out);
  }

  private void write(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int control = "\b\f\n\r\t".indexOf(c);
      if (control >= 0 && random.nextBoolean()) {
        out.append('\\').append("bfnrt".charAt(control));
      } else if ((c == '"' || c == '\\' || c == '/') && random.nextBoolean()) {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '"' || c == '\\' || random.nextInt(4) == 0) {
        String hex = String.format("%04x", (int) c);
        out.append("\\u").append(random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void blank(StringBuilder out) {
    out.append(oneOf(BLANKS));
  }

  private String oneOf(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
