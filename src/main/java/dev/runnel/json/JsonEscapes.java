package dev.runnel.json;

/**
 * Writes text as JSON. Only what must be escaped is: quotation mark, reverse solidus and the
 * control characters below U+0020. A surrogate without its other half becomes U+FFFD.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
 */
public final class JsonEscapes {

  private static final String HEX = "0123456789abcdef";

  private JsonEscapes() {}

  /** Appends the text as a JSON string, with its quotation marks. */
  public static void appendQuoted(StringBuilder out, CharSequence text) {
    out.append('"');
    appendEscaped(out, text);
    out.append('"');
  }

  /** Appends the text as it stands between the quotation marks of a JSON string. */
  public static void appendEscaped(StringBuilder out, CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        appendEscape(out, c);
      } else if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(JsonPushParser.REPLACEMENT);
      }
    }
  }

  private static void appendEscape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }
}
