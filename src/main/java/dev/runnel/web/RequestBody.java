package dev.runnel.web;

import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.model.Message;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON request body, strictly and within limits. Members it is not asked for
 * are ignored.
 */
public final class RequestBody {

  /** The longest body, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  /** The deepest nesting of a body, in levels. */
  static final int MAX_DEPTH = 64;

  /** The most members and items of a body, at any depth. */
  static final int MAX_MEMBERS = 10_000;

  /**
   * The largest exponent of a number, its sign apart: that of every double as programs write it.
   * What is larger costs those that compute with it, and no request needs it.
   */
  static final int MAX_EXPONENT = 324;

  /** The longest message, in characters. */
  public static final int MAX_MESSAGE_CHARS = 32_000;

  /** The most messages of one request. */
  public static final int MAX_MESSAGES = 100;

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^;\"\\s]+)", Pattern.CASE_INSENSITIVE);

  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT
          .withMaxDepth(MAX_DEPTH)
          .withMaxMembers(MAX_MEMBERS)
          .withMaxExponent(MAX_EXPONENT);

  private final JsonValue.JsonObject members;
  private final byte[] bytes;

  private RequestBody(JsonValue.JsonObject members, byte[] bytes) {
    this.members = members;
    this.bytes = bytes;
  }

  /**
   * Reads a body that must be one JSON object in UTF-8.
   *
   * @throws ProblemException 400, 413 or 415
   */
  public static RequestBody read(InputStream body, HttpServletRequest request) throws IOException {
    requireUtf8(request.getContentType());
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw ProblemException.tooLarge("The body has more than " + MAX_BYTES + " bytes.");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (JsonValue.parse(text, LIMITS) instanceof JsonValue.JsonObject object) {
        return new RequestBody(object, bytes);
      }
      throw ProblemException.badRequest("The body must be a JSON object, {…}.");
    } catch (CharacterCodingException e) {
      throw ProblemException.badRequest("The body is not UTF-8.");
    } catch (JsonSyntaxException e) {
      throw ProblemException.badRequest("The body is not JSON: " + e.getMessage());
    }
  }

  /** A digest of all bytes of the body: the same for the same body, and for no other. */
  String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }

  /** A member that must be a string with more than blanks, at most {@link #MAX_MESSAGE_CHARS}. */
  public String message(String name) {
    return message(name, optionalText(name));
  }

  /** Checks a message, wherever it came from. */
  public static String message(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw ProblemException.badRequest("'" + name + "' is missing or blank: it must hold text.");
    }
    if (text.length() > MAX_MESSAGE_CHARS) {
      throw ProblemException.badRequest(
          "'"
              + name
              + "' has "
              + text.length()
              + " characters; allowed are "
              + MAX_MESSAGE_CHARS
              + ".");
    }
    return text;
  }

  /** A member that is a string, null or absent. */
  public @Nullable String optionalText(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonValue.JsonString string) {
      return string.value();
    }
    throw ProblemException.badRequest("'" + name + "' must be a string.");
  }

  /** Whether there is such a member and it is not null. */
  public boolean has(String name) {
    return value(name) != null;
  }

  /** A member of any kind; null when it is null or absent. */
  public @Nullable JsonValue value(String name) {
    JsonValue value = members.get(name);
    return value instanceof JsonValue.JsonNull ? null : value;
  }

  /** A member that is one of these words; the first of them when it is null or absent. */
  public String choice(String name, List<String> allowed) {
    String chosen = optionalText(name);
    if (chosen == null) {
      return allowed.get(0);
    }
    if (!allowed.contains(chosen)) {
      throw ProblemException.badRequest(
          "'" + name + "' must be one of: " + String.join(", ", allowed) + ".");
    }
    return chosen;
  }

  /**
   * A member that must be a conversation: an array of objects with {@code role} and {@code
   * content}, at most {@link #MAX_MESSAGES}, the last one a user's.
   */
  public List<Message> messages(String name) {
    List<Message> messages = new ArrayList<>();
    for (JsonValue item : messageValues(name)) {
      messages.add(message(name + "/" + messages.size(), item));
    }
    return endingWithUser(name, messages);
  }

  /** A member that must be an array of messages of any kind, at most {@link #MAX_MESSAGES}. */
  public List<JsonValue> messageValues(String name) {
    if (!(value(name) instanceof JsonValue.JsonArray array) || array.items().isEmpty()) {
      throw ProblemException.badRequest("'" + name + "' must be an array of messages, not empty.");
    }
    if (array.items().size() > MAX_MESSAGES) {
      throw ProblemException.badRequest(
          "'"
              + name
              + "' has "
              + array.items().size()
              + " messages; allowed are "
              + MAX_MESSAGES
              + ".");
    }
    return array.items();
  }

  /** Checks that there are messages, and that the last one asks something. */
  public static List<Message> endingWithUser(String name, List<Message> messages) {
    if (messages.isEmpty() || messages.get(messages.size() - 1).role() != Message.Role.USER) {
      throw ProblemException.badRequest("The last of '" + name + "' must have the role user.");
    }
    return messages;
  }

  private static Message message(String name, JsonValue item) {
    if (!(item instanceof JsonValue.JsonObject object)) {
      throw ProblemException.badRequest(
          "'" + name + "' must be an object with 'role' and 'content'.");
    }
    RequestBody members = new RequestBody(object, new byte[0]);
    String content = message(name + "/content", members.optionalText("content"));
    return switch (String.valueOf(object.string("role"))) {
      case "system" -> Message.system(content);
      case "user" -> Message.user(content);
      case "assistant" -> Message.assistant(content);
      default ->
          throw ProblemException.badRequest(
              "'" + name + "/role' must be one of: system, user, assistant.");
    };
  }

  private static void requireUtf8(@Nullable String contentType) {
    if (contentType == null) {
      throw ProblemException.unsupportedMediaType("The body must be application/json.");
    }
    Matcher charset = CHARSET.matcher(contentType);
    if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
      throw ProblemException.unsupportedMediaType("JSON is sent in UTF-8, not in another charset.");
    }
  }
}
