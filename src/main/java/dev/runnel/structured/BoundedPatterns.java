package dev.runnel.structured;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The patterns of one schema, which share one allowance: some patterns take time exponential in the
 * length of a text, and who writes the schema also decides on much of the text. Past the allowance,
 * or where the search runs out of stack, every search ends with {@link GivenUp}.
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

  /**
   * What the counted repetitions of a pattern may come to, multiplied: a repetition of nothing
   * looks at no character, so that {@link #MAX_READS} does not bound it.
   */
  static final int MAX_REPETITIONS = 100_000;

  private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,\\d*)?}");

  private int reads;

  private static boolean repeatsTooOften(String regex) {
    long product = 1;
    Matcher repetition = REPETITION.matcher(regex);
    while (repetition.find()) {
      String times = repetition.group(1);
      product *= times.length() > 9 ? MAX_REPETITIONS + 1 : Math.max(1, Long.parseLong(times));
      if (product > MAX_REPETITIONS) {
        return true;
      }
    }
    return false;
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
    if (repeatsTooOften(regex)) {
      throw new PatternSyntaxException(
          "A pattern's repetitions come to more than " + MAX_REPETITIONS, regex, -1);
    }
    String java =
        RegularExpressions.replaceLongformCharacterProperties(
            RegularExpressions.replaceDollarAnchors(regex));
    Pattern pattern = Pattern.compile(java);
    return text -> find(pattern, text);
  }

  private boolean find(Pattern pattern, String text) {
    if (reads > MAX_READS) {
      throw new GivenUp();
    }
    try {
      return pattern.matcher(new Counted(text, 0, text.length())).find();
    } catch (StackOverflowError tooDeep) {
      // Deep in a search there is nothing to decide but to give it up: the JDK's recurses.
      throw new GivenUp();
    }
  }

  /** Whether a text matches is not known. */
  static final class GivenUp extends RuntimeException {

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
