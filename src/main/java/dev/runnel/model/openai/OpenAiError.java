package dev.runnel.model.openai;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.http.ProviderError;
import dev.runnel.model.http.Reply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The error object of OpenAI-compatible services: {@code {"error":{"code","message","type"}}}, as a
 * body or inside a stream.
 *
 * @param code its code, or null; services differ in which of code and type they fill
 * @param type its type, or null
 * @param message its words, or null
 */
record OpenAiError(@Nullable String code, @Nullable String type, @Nullable String message) {

  /**
   * The error that an object holds, or null.
   *
   * @param bare whether the object is known to be an error, so that its members may stand there
   *     without {@code error} around them
   */
  static @Nullable OpenAiError in(JsonObject object, boolean bare) {
    JsonValue error = object.get("error");
    if (error instanceof JsonObject inner) {
      return of(inner);
    }
    if (error instanceof JsonString words) {
      return new OpenAiError(text(object, "code"), text(object, "type"), words.value());
    }
    return bare ? of(object) : null;
  }

  private static OpenAiError of(JsonObject error) {
    return new OpenAiError(text(error, "code"), text(error, "type"), error.string("message"));
  }

  private static @Nullable String text(JsonObject object, String name) {
    JsonValue value = object.get(name);
    if (value instanceof JsonNumber number) {
      return number.text();
    }
    return value instanceof JsonString string ? string.value() : null;
  }

  /** What it means by its own code, or else by its type; null when neither is known. */
  @Nullable ErrorCode meaning() {
    ErrorCode byCode = meaning(code);
    return byCode == null ? meaning(type) : byCode;
  }

  /** As it is passed on. */
  ProviderError shown() {
    return new ProviderError(code == null ? type : code, message, null);
  }

  private static @Nullable ErrorCode meaning(@Nullable String code) {
    if (code == null) {
      return null;
    }
    if (code.matches("[45]\\d\\d")) {
      // Servers of open models put an HTTP status here.
      return Reply.meaningOf(Integer.parseInt(code));
    }
    String word = code.toLowerCase(Locale.ROOT).replace("_", "");
    if (word.contains("sensitivecontentdetected")
        || word.equals("contentfilter")
        || word.equals("contentpolicyviolation")) {
      return ErrorCode.CONTENT_FILTERED;
    }
    if (word.contains("ratelimit")
        || word.startsWith("quotaexceeded")
        || word.equals("insufficientquota")
        || word.startsWith("serveroverloaded")) {
      return ErrorCode.UPSTREAM_RATE_LIMITED;
    }
    return switch (word) {
      case "authenticationerror", "invalidapikey" -> ErrorCode.UPSTREAM_AUTH;
      case "accountoverdueerror", "accessdenied", "permissionerror" -> ErrorCode.UPSTREAM_FORBIDDEN;
      case "invalidendpointormodel.notfound", "modelnotopen", "modelnotfound" ->
          ErrorCode.UPSTREAM_NOT_FOUND;
      case "internalserviceerror", "servererror", "internalservererror" ->
          ErrorCode.UPSTREAM_UNAVAILABLE;
      default -> null;
    };
  }
}
