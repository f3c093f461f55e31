package dev.runnel.json;

/**
 * The numbers of JSON as a state machine: one step per character.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-6">RFC 8259, section 6</a>
 */
enum NumberGrammar {
  /** Nothing read yet. */
  START(false),
  /** After the minus. */
  MINUS(false),
  /** After a leading zero, which no digit may follow. */
  ZERO(true),
  /** In the digits of the integer part. */
  INTEGER(true),
  /** After the decimal point. */
  POINT(false),
  /** In the digits of the fraction. */
  FRACTION(true),
  /** After the {@code e}. */
  EXPONENT(false),
  /** After the exponent's sign. */
  SIGN(false),
  /** In the digits of the exponent. */
  POWER(true),
  /** The character does not go on with the number. */
  NONE(false);

  private final boolean whole;

  NumberGrammar(boolean whole) {
    this.whole = whole;
  }

  /** Whether what was read is a number. */
  boolean whole() {
    return whole;
  }

  /** The state after one more character; {@link #NONE} when it cannot follow. */
  NumberGrammar next(char c) {
    boolean digit = c >= '0' && c <= '9';
    boolean exponent = c == 'e' || c == 'E';
    return switch (this) {
      case START -> c == '-' ? MINUS : integer(c, digit);
      case MINUS -> integer(c, digit);
      case ZERO -> c == '.' ? POINT : exponent ? EXPONENT : NONE;
      case INTEGER -> digit ? INTEGER : c == '.' ? POINT : exponent ? EXPONENT : NONE;
      case POINT -> digit ? FRACTION : NONE;
      case FRACTION -> digit ? FRACTION : exponent ? EXPONENT : NONE;
      case EXPONENT -> digit ? POWER : c == '+' || c == '-' ? SIGN : NONE;
      case SIGN, POWER -> digit ? POWER : NONE;
      case NONE -> NONE;
    };
  }

  /** Whether the text is one number and nothing else. */
  static boolean matches(String text) {
    NumberGrammar state = START;
    for (int i = 0; i < text.length(); i++) {
      state = state.next(text.charAt(i));
    }
    return state.whole;
  }

  private static NumberGrammar integer(char c, boolean digit) {
    return c == '0' ? ZERO : digit ? INTEGER : NONE;
  }
}
