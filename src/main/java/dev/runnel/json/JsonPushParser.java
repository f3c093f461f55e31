package dev.runnel.json;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document of any root while its text arrives, and tells a {@link JsonHandler} what
 * is certain so far.
 *
 * <pre>{@code
 * JsonPushParser parser = new JsonPushParser(handler, JsonLimits.DEFAULT);
 * parser.feed("{\"title\":\"Jav"); // objectStart, name title, stringStart, text Jav
 * parser.feed("a\\u00"); // text a; the half escape waits
 * parser.feed("e9\"}"); // text é, stringEnd, objectEnd
 * parser.end();
 * }</pre>
 *
 * <p>The text may be cut anywhere: the handler hears the same, apart from the borders between
 * pieces of one string. Held back is only what the next character can still change: an unfinished
 * escape, the first half of a surrogate pair (raw or escaped), a number, a literal, a member name.
 *
 * <p>Strict by RFC 8259: no {@code NaN}, no comments, no trailing comma, no byte order mark, no raw
 * control characters in strings, only white space after the root. {@link JsonOption} lists what can
 * be asked otherwise. Half a surrogate pair alone, which the standard lets everyone treat as they
 * like, is told as U+FFFD unless asked otherwise, so that what the handler hears is well-formed
 * Unicode.
 *
 * <p>A state machine without recursion. Every character is looked at once; string text is handed on
 * from the buffer it came in; state is one small object for each open container, with the name of
 * its current member. One instance per document; not thread-safe. After an exception, the handler's
 * own included, the parser is closed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonPushParser {

  /** What stands for half a surrogate pair. */
  static final char REPLACEMENT = '\uFFFD';

  /** A text that comes as a {@link CharSequence} is read through a buffer of so many characters. */
  private static final int WINDOW_CHARS = 1024;

  /** What the next character belongs to. */
  private enum State {
    VALUE,
    FIRST_ITEM,
    FIRST_NAME,
    NAME,
    COLON,
    AFTER_MEMBER,
    STRING,
    ESCAPE,
    HEX,
    NUMBER,
    LITERAL,
    COMPLETE,
    CLOSED
  }

  private final JsonHandler handler;
  private final JsonLimits limits;
  private final boolean rawLineBreaks;
  private final boolean uniqueNames;
  private final boolean stopAtEnd;
  private final boolean loneSurrogates;

  private State state = State.VALUE;

  /** Characters before the one that is read; in a run of characters, before the run. */
  private int offset;

  private @Nullable OpenContainer container;
  private int members;

  /** Whether the open string is a member name. */
  private boolean inName;

  /** Characters of the open string so far, escapes resolved. */
  private int stringChars;

  /** A first half of a surrogate pair that waits for its second; 0 when none does. */
  private char highSurrogate;

  /** A character off the fast path, or a pair: what an escape means, a pair that came in halves. */
  private final char[] unit = new char[2];

  private int hexDigits;
  private int hexValue;

  /** The unfinished name or number. */
  private final HeldText held = new HeldText();

  private NumberGrammar number = NumberGrammar.START;

  /** The number's exponent so far, without its sign; what is larger than an int counts as one. */
  private int exponent;

  /** The literal that has begun, and how much of it has come. */
  private String literal = "";

  private int literalChars;

  /** Where a {@link CharSequence} is copied to; made at the first. */
  private char @Nullable [] window;

  /** A strict parser, within the default limits. */
  public JsonPushParser(JsonHandler handler) {
    this(handler, JsonLimits.DEFAULT);
  }

  /** A parser with limits and options of its own. */
  public JsonPushParser(JsonHandler handler, JsonLimits limits, JsonOption... options) {
    Set<JsonOption> asked = EnumSet.noneOf(JsonOption.class);
    asked.addAll(List.of(options));
    this.handler = handler;
    this.limits = limits;
    this.rawLineBreaks = asked.contains(JsonOption.RAW_LINE_BREAKS);
    this.uniqueNames = asked.contains(JsonOption.UNIQUE_NAMES);
    this.stopAtEnd = asked.contains(JsonOption.STOP_AT_END);
    this.loneSurrogates = asked.contains(JsonOption.LONE_SURROGATES);
  }

  /**
   * Reads more of the text.
   *
   * @return how many characters were read: all, unless {@link JsonOption#STOP_AT_END} was asked and
   *     the root ended before
   * @throws JsonSyntaxException when the text cannot be JSON, whatever follows, or passes a limit
   */
  public int feed(CharSequence text) {
    if (window == null) {
      window = new char[WINDOW_CHARS];
    }
    int length = text.length();
    int read = 0;
    while (read < length) {
      int piece = Math.min(window.length, length - read);
      copy(text, read, piece, window);
      int taken = feed(window, 0, piece);
      read += taken;
      if (taken < piece) {
        break;
      }
    }
    return read;
  }

  /**
   * Reads more of the text from a buffer, as {@link #feed(CharSequence)} does. The handler is given
   * slices of this buffer.
   */
  public int feed(char[] buffer, int from, int length) {
    requireOpen();
    boolean failed = true;
    try {
      int room = limits.maxTotalChars() - offset;
      int read = read(buffer, from, from + Math.min(length, room)) - from;
      if (read == room && length > room && !(stopAtEnd && rootComplete())) {
        throw overLimit("maxTotalChars", limits.maxTotalChars(), "characters of text");
      }
      failed = false;
      return read;
    } finally {
      if (failed) {
        state = State.CLOSED;
      }
    }
  }

  /**
   * The text ends. Idempotent after success.
   *
   * @throws JsonSyntaxException when the document is not whole
   */
  public void end() {
    requireOpen();
    if (state == State.NUMBER && number.whole()) {
      endNumber();
    }
    if (state != State.COMPLETE) {
      JsonSyntaxException cutShort = refused("the text ends", allowed());
      state = State.CLOSED;
      throw cutShort;
    }
  }

  /**
   * Whether the root value has ended, so that only white space may follow. Of a number as root this
   * is known at {@link #end}, or at the character after it.
   */
  public boolean rootComplete() {
    return state == State.COMPLETE;
  }

  /** How many characters were read so far. */
  public int offset() {
    return offset;
  }

  private void requireOpen() {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the parser is closed");
    }
  }

  /** Reads up to an end, or to the root's end where that was asked; returns where it stopped. */
  private int read(char[] buffer, int from, int to) {
    int base = offset - from;
    int at = from;
    while (at < to) {
      offset = base + at;
      switch (state) {
        case STRING -> at = string(buffer, at, to);
        case NUMBER -> at = number(buffer, at, to);
        case ESCAPE -> escape(buffer[at++]);
        case HEX -> hex(buffer[at++]);
        case LITERAL -> literal(buffer[at++]);
        case COMPLETE -> {
          if (stopAtEnd) {
            return at;
          }
          structure(buffer[at++]);
        }
        default -> structure(buffer[at++]);
      }
    }
    offset = base + at;
    return at;
  }

  private void structure(char c) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      return;
    }
    switch (state) {
      case VALUE -> value(c);
      case FIRST_ITEM -> {
        if (c == ']') {
          close();
        } else {
          value(c);
        }
      }
      case FIRST_NAME -> {
        if (c == '}') {
          close();
        } else {
          beginName(c);
        }
      }
      case NAME -> beginName(c);
      case COLON -> {
        if (c != ':') {
          throw refused(c);
        }
        state = State.VALUE;
      }
      case AFTER_MEMBER -> afterMember(c);
      default -> throw refused(c);
    }
  }

  private void afterMember(char c) {
    OpenContainer open = innermost();
    if (c == (open.isObject() ? '}' : ']')) {
      close();
    } else if (c != ',') {
      throw refused(c);
    } else if (open.isObject()) {
      open.awaitName();
      state = State.NAME;
    } else {
      open.nextItem();
      state = State.VALUE;
    }
  }

  private void value(char c) {
    if (container != null && !container.isObject()) {
      countMember();
    }
    switch (c) {
      case '{' -> {
        open(true);
        state = State.FIRST_NAME;
        handler.objectStart();
      }
      case '[' -> {
        open(false);
        state = State.FIRST_ITEM;
        handler.arrayStart();
      }
      case '"' -> {
        beginString(false);
        handler.stringStart();
      }
      case 't' -> beginLiteral("true");
      case 'f' -> beginLiteral("false");
      case 'n' -> beginLiteral("null");
      default -> {
        number = NumberGrammar.START.next(c);
        if (number == NumberGrammar.NONE) {
          throw refused(c);
        }
        state = State.NUMBER;
        exponent = 0;
        held.clear();
        held.append(c);
      }
    }
  }

  private void open(boolean object) {
    OpenContainer opened = new OpenContainer(container, object);
    if (opened.depth() > limits.maxDepth()) {
      throw overLimit("maxDepth", limits.maxDepth(), "levels");
    }
    checkPointer();
    container = opened;
  }

  private void close() {
    OpenContainer closed = innermost();
    container = closed.parent();
    afterValue();
    if (closed.isObject()) {
      handler.objectEnd();
    } else {
      handler.arrayEnd();
    }
  }

  private void afterValue() {
    state = container == null ? State.COMPLETE : State.AFTER_MEMBER;
  }

  private OpenContainer innermost() {
    if (container == null) {
      throw new IllegalStateException("no container is open");
    }
    return container;
  }

  private void countMember() {
    if (members == limits.maxMembers()) {
      throw overLimit("maxMembers", limits.maxMembers(), "members and items");
    }
    members++;
  }

  private void checkPointer() {
    if (container != null && container.memberPointerExceeds(limits.maxPointerChars())) {
      throw overLimit("maxPointerChars", limits.maxPointerChars(), "characters of pointer");
    }
  }

  private void beginName(char c) {
    if (c != '"') {
      throw refused(c);
    }
    countMember();
    held.clear();
    beginString(true);
  }

  private void beginString(boolean name) {
    inName = name;
    stringChars = 0;
    state = State.STRING;
  }

  /** Reads a run of string text; returns where it stopped. {@link #offset} is the run's. */
  private int string(char[] buffer, int from, int to) {
    int at = from;
    if (highSurrogate != 0 && buffer[at] != '\\') {
      if (Character.isSurrogate(buffer[at])) {
        unit(buffer[at]);
        return at + 1;
      }
      endHighSurrogate();
    }
    for (; at < to; at++) {
      char c = buffer[at];
      if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(buffer[at + 1])) {
        at++;
        continue;
      }
      if (rawLineBreaks && (c == '\n' || c == '\r' || c == '\t')) {
        continue;
      }
      text(buffer, from, at - from);
      offset += at - from;
      if (c == '"') {
        endString();
      } else if (c == '\\') {
        state = State.ESCAPE;
      } else if (c < ' ') {
        throw refused(c);
      } else {
        unit(c);
      }
      return at + 1;
    }
    text(buffer, from, at - from);
    return at;
  }

  private void escape(char c) {
    state = State.STRING;
    switch (c) {
      case '"', '\\', '/' -> unit(c);
      case 'b' -> unit('\b');
      case 'f' -> unit('\f');
      case 'n' -> unit('\n');
      case 'r' -> unit('\r');
      case 't' -> unit('\t');
      case 'u' -> {
        hexDigits = 0;
        hexValue = 0;
        state = State.HEX;
      }
      default -> {
        state = State.ESCAPE;
        throw refused(c);
      }
    }
  }

  private void hex(char c) {
    // Character.digit also takes full-width digits and letters, which JSON does not.
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw refused(c);
    }
    hexValue = hexValue << 4 | digit;
    if (++hexDigits == 4) {
      state = State.STRING;
      unit((char) hexValue);
    }
  }

  /** One UTF-16 unit of a string, off the fast path: pairs are joined, lone halves stand alone. */
  private void unit(char c) {
    if (highSurrogate != 0 && Character.isLowSurrogate(c)) {
      unit[0] = highSurrogate;
      unit[1] = c;
      highSurrogate = 0;
      text(unit, 0, 2);
      return;
    }
    endHighSurrogate();
    if (Character.isHighSurrogate(c)) {
      highSurrogate = c;
    } else {
      unit[0] = Character.isLowSurrogate(c) ? alone(c) : c;
      text(unit, 0, 1);
    }
  }

  private void endHighSurrogate() {
    if (highSurrogate != 0) {
      unit[0] = alone(highSurrogate);
      highSurrogate = 0;
      text(unit, 0, 1);
    }
  }

  private char alone(char surrogate) {
    return loneSurrogates ? surrogate : REPLACEMENT;
  }

  /** Hands on text of the open string. A run in a buffer begins at {@link #offset}. */
  private void text(char[] buffer, int from, int length) {
    if (length == 0) {
      return;
    }
    int room = (inName ? limits.maxPointerChars() : limits.maxStringChars()) - stringChars;
    if (length > room) {
      tellWhatFits(buffer, from, room);
      throw inName
          ? overLimit("maxPointerChars", limits.maxPointerChars(), "characters of member name")
          : overLimit("maxStringChars", limits.maxStringChars(), "characters of string");
    }
    stringChars += length;
    if (inName) {
      held.append(buffer, from, length);
    } else {
      handler.stringText(buffer, from, length);
    }
  }

  /** So that a text over the limit is told, and refused, at the same place however it was cut. */
  private void tellWhatFits(char[] buffer, int from, int room) {
    boolean cutsPair = room > 0 && Character.isHighSurrogate(buffer[from + room - 1]);
    int fits = cutsPair ? room - 1 : room;
    if (fits > 0 && !inName) {
      handler.stringText(buffer, from, fits);
    }
    if (buffer != unit) {
      offset += Character.isHighSurrogate(buffer[from + room]) ? room + 1 : room;
    }
  }

  private void endString() {
    if (!inName) {
      afterValue();
      handler.stringEnd();
      return;
    }
    String name = held.toString();
    OpenContainer open = innermost();
    open.name(name);
    checkPointer();
    if (uniqueNames && !open.addName(name)) {
      throw failure("found a member name that the object already has, allowed is each name once");
    }
    state = State.COLON;
    handler.name(name);
  }

  /** Reads a run of a number; returns where it stopped. {@link #offset} is the run's. */
  private int number(char[] buffer, int from, int to) {
    int room = limits.maxNumberChars() - held.length();
    int at = from;
    NumberGrammar next = NumberGrammar.NONE;
    while (at < to && (next = number.next(buffer[at])) != NumberGrammar.NONE) {
      if (at - from == room) {
        offset += room;
        throw overLimit("maxNumberChars", limits.maxNumberChars(), "characters of number");
      }
      if (next == NumberGrammar.POWER) {
        raise(buffer[at] - '0', at - from);
      }
      number = next;
      at++;
    }
    held.append(buffer, from, at - from);
    if (at < to) {
      if (!number.whole()) {
        offset += at - from;
        throw refused(buffer[at]);
      }
      endNumber();
    }
    return at;
  }

  /** One more digit of the exponent, so many characters behind {@link #offset}. */
  private void raise(int digit, int behind) {
    exponent = (int) Math.min(exponent * 10L + digit, Integer.MAX_VALUE);
    if (exponent > limits.maxExponent()) {
      offset += behind;
      throw failure(
          String.format("found an exponent over %d, allowed by maxExponent", limits.maxExponent()));
    }
  }

  private void endNumber() {
    afterValue();
    handler.numberValue(held.toString());
  }

  private void beginLiteral(String expected) {
    literal = expected;
    literalChars = 1;
    state = State.LITERAL;
  }

  private void literal(char c) {
    if (c != literal.charAt(literalChars)) {
      throw refused(c);
    }
    if (++literalChars == literal.length()) {
      afterValue();
      switch (literal) {
        case "true" -> handler.booleanValue(true);
        case "false" -> handler.booleanValue(false);
        default -> handler.nullValue();
      }
    }
  }

  /** What may come next, for people. */
  private String allowed() {
    return switch (state) {
      case VALUE -> "a value";
      case FIRST_ITEM -> "a value or ']'";
      case FIRST_NAME -> "a member name or '}'";
      case NAME -> "a member name";
      case COLON -> "':'";
      case AFTER_MEMBER -> innermost().isObject() ? "',' or '}'" : "',' or ']'";
      case STRING -> "'\"' or text without raw control characters";
      case ESCAPE -> "one of \" \\ / b f n r t u";
      case HEX -> "a hexadecimal digit";
      case NUMBER -> number == NumberGrammar.EXPONENT ? "a digit, '+' or '-'" : "a digit";
      case LITERAL -> "the rest of " + literal;
      case COMPLETE -> "only white space";
      case CLOSED -> "nothing";
    };
  }

  private JsonSyntaxException refused(char c) {
    boolean graphic = c > ' ' && c < 0x7f;
    return refused(
        "found " + (graphic ? "'" + c + "'" : String.format("U+%04X", (int) c)), allowed());
  }

  private JsonSyntaxException refused(String found, String allowed) {
    return failure(found + ", allowed here: " + allowed);
  }

  private JsonSyntaxException overLimit(String name, int limit, String unit) {
    return failure(String.format("found more than %d %s, allowed by %s", limit, unit, name));
  }

  private JsonSyntaxException failure(String problem) {
    String pointer = container == null ? "" : container.memberPointer();
    return new JsonSyntaxException(problem, offset, pointer);
  }

  private static void copy(CharSequence text, int from, int length, char[] to) {
    if (text instanceof String string) {
      string.getChars(from, from + length, to, 0);
    } else {
      for (int i = 0; i < length; i++) {
        to[i] = text.charAt(from + i);
      }
    }
  }
}
