package dev.runnel.load;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A form of streams: how it is asked for and what its events say. */
enum Dialect {
  /** Chat: the text is the answer. */
  CHAT("/api/chat", "message", true, "", "") {
    @Override
    Told read(ServerSentEvent event) {
      JsonObject data = object(event);
      String type = Objects.requireNonNullElse(data.string("type"), "");
      return switch (type) {
        case "delta" -> Told.text(data.string("chunk"));
        case "complete", "cancelled" -> Told.terminal(type);
        case "error" -> Told.error(data.string("code"));
        default -> Told.NOTHING;
      };
    }
  },

  /** A structured answer with one long member. */
  STRUCTURED("/api/generate", "prompt", true, "{\"text\":\"", "\"}") {
    @Override
    Told read(ServerSentEvent event) {
      JsonObject data = object(event);
      String status = Objects.requireNonNullElse(data.string("status"), "");
      return switch (status) {
        case "chunk" -> {
          JsonObject chunk = data.object("data");
          yield Told.text(chunk == null ? null : chunk.string("text"));
        }
        case "end" -> Told.terminal("complete");
        case "cancelled" -> Told.terminal(status);
        case "error" -> Told.error(data.string("code"));
        default -> Told.NOTHING;
      };
    }
  },

  /** The provider's own form, for clients without a server between. */
  PROVIDER("/chat/completions", "prompt", false, "", "") {
    @Override
    Told read(ServerSentEvent event) {
      if (event.data().equals("[DONE]")) {
        return Told.terminal("complete");
      }
      JsonArray choices = object(event).array("choices");
      if (choices == null
          || choices.items().isEmpty()
          || !(choices.items().get(0) instanceof JsonObject choice)) {
        return Told.NOTHING;
      }
      JsonObject delta = choice.object("delta");
      return Told.text(delta == null ? null : delta.string("content"));
    }
  };

  /**
   * What one event says.
   *
   * @param text the text that is new, or ""
   * @param terminal how the stream ended, or "" as long as it has not
   * @param code the error's code, or ""
   */
  record Told(String text, String terminal, String code) {

    static final Told NOTHING = new Told("", "", "");

    static Told text(@Nullable String text) {
      return text == null ? NOTHING : new Told(text, "", "");
    }

    static Told terminal(String terminal) {
      return new Told("", terminal, "");
    }

    static Told error(@Nullable String code) {
      return new Told("", "error", code == null ? "" : code);
    }
  }

  final String path;

  /** Whether each event has an id that is a position. */
  final boolean hasIds;

  /** What the model writes before the tokens. */
  final String before;

  /** What the model writes after the tokens. */
  final String after;

  private final String promptMember;

  Dialect(String path, String promptMember, boolean hasIds, String before, String after) {
    this.path = path;
    this.promptMember = promptMember;
    this.hasIds = hasIds;
    this.before = before;
    this.after = after;
  }

  /** The body of a request. */
  String body(String prompt) {
    return "{\"" + promptMember + "\":\"" + prompt + "\"}";
  }

  /** Reads one event. */
  abstract Told read(ServerSentEvent event);

  private static JsonObject object(ServerSentEvent event) {
    return (JsonObject) JsonValue.parse(event.data());
  }
}
