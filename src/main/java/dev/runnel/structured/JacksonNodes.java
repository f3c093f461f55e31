package dev.runnel.structured;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our values as the validator's. Numbers keep every digit; an exponent beyond ±{@value
 * #MAX_EXPONENT} counts as that, so that no arithmetic writes it out.
 */
final class JacksonNodes {

  /** The exponent that greater ones count as. */
  static final int MAX_EXPONENT = 1_000;

  /** Digits that every whole number of a long can have. */
  private static final int LONG_DIGITS = 18;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JacksonNodes() {}

  /** The same value. */
  static JsonNode of(JsonValue value) {
    if (value instanceof JsonObject object) {
      ObjectNode node = NODES.objectNode();
      object.members().forEach((name, member) -> node.set(name, of(member)));
      return node;
    } else if (value instanceof JsonArray array) {
      ArrayNode node = NODES.arrayNode();
      array.items().forEach(item -> node.add(of(item)));
      return node;
    } else if (value instanceof JsonString string) {
      return NODES.stringNode(string.value());
    } else if (value instanceof JsonNumber number) {
      return number(number.text());
    } else if (value instanceof JsonBoolean bool) {
      return NODES.booleanNode(bool.value());
    }
    return NODES.nullNode();
  }

  private static JsonNode number(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (e >= 0) {
      BigDecimal digits = new BigDecimal(text.substring(0, e));
      return number(digits.scaleByPowerOfTen(exponent(text.substring(e + 1))));
    }
    return text.indexOf('.') >= 0 ? number(new BigDecimal(text)) : whole(new BigInteger(text));
  }

  private static JsonNode number(BigDecimal value) {
    boolean large = value.precision() - value.scale() > LONG_DIGITS;
    if (large && value.stripTrailingZeros().scale() <= 0) {
      // Where the schema asks for an integer, the validator reads other nodes as a long.
      return NODES.numberNode(value.toBigIntegerExact());
    }
    return NODES.numberNode(value);
  }

  private static JsonNode whole(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  private static int exponent(String text) {
    BigInteger limit = BigInteger.valueOf(MAX_EXPONENT);
    return new BigInteger(text).min(limit).max(limit.negate()).intValue();
  }
}
