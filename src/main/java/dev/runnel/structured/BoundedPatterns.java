package dev.runnel.structured;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The patterns of one schema, which share one allowance: some patterns take time exponential in the
 * length of a text, and who writes the schema also decides on much of the text. Past the allowance,
 * or where the search runs out of stack, a text counts as not matching and {@link #exhausted} says
 * so.
 *
 * <p>For one thread at a time.
 */
final class BoundedPatterns implements RegularExpressionFactory {

  /** The longest pattern, in characters. */
  static final int MAX_PATTERN_CHARS = 1_000;

  /** The brackets that a pattern may open: what bounds the stack that reading it takes. */
  static final int MAX_BRACKETS = 200;

  /** Characters that all searches of one answer may look at, each as often as it is looked at. */
  static final int MAX_READS = 20_000_000;

  private int reads;
  private boolean exhausted;

  /** Whether some search was given up, so that not all is known. */
  boolean exhausted() {
    return exhausted;
  }

  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException when it is none, or over a limit
   */
  @Override
  public RegularExpression getRegularExpression(String regex) {
    if (regex.length() > MAX_PATTERN_CHARS) {
      throw new PatternSyntaxException(
          "A pattern has more than " + MAX_PATTERN_CHARS + " characters", regex, -1);
    }
    if (regex.chars().filter(c -> c == '(' || c == '[').count() > MAX_BRACKETS) {
      throw new PatternSyntaxException(
          "A pattern opens more than " + MAX_BRACKETS + " brackets", regex, -1);
    }
    String java =
        RegularExpressions.replaceLongformCharacterProperties(
            RegularExpressions.replaceDollarAnchors(regex));
    Pattern pattern = Pattern.compile(java);
    return text -> find(pattern, text);
  }

  private boolean find(Pattern pattern, String text) {
    if (exhausted) {
      return false;
    }
    try {
      return pattern.matcher(new Counted(text, 0, text.length())).find();
    } catch (GivenUp | StackOverflowError tooMuch) {
      // Deep in a search there is nothing to decide but to give it up: the JDK's recurses.
      exhausted = true;
      return false;
    }
  }

  private static final class GivenUp extends RuntimeException {

    private static final long serialVersionUID = 1;

    GivenUp() {
      super(null, null, false, false);
    }
  }

  /** A text that counts how often it is looked at: the only hold on a search of the JDK. */
  private final class Counted implements CharSequence {

    private final String text;
    private final int from;
    private final int to;

    Counted(String text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (++reads > MAX_READS) {
        throw new GivenUp();
      }
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, from + start, from + end);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
