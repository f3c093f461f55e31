package dev.runnel.simulation;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Projection;
import dev.runnel.completion.Start;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.json.RandomJson;
import dev.runnel.log.LogEntry;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.structured.AnswerSchema;
import dev.runnel.structured.PatchProcessor;
import dev.runnel.structured.UnusableSchemaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one request asks for and what the model would answer to it. */
final class Plan {

  /** Some documents break it, which is told as soon as it is certain. */
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":"
          + "{\"title\":{\"maxLength\":40},\"rest\":{\"type\":\"array\"}}}";

  private static final PatchProcessor PATCHES = new PatchProcessor();

  private final World world;
  private final int number;
  private final Form form;
  private final String address;
  private final boolean schema;
  private final boolean spoilt;
  private final @Nullable JsonValue document;
  private final List<String> pieces;
  private @Nullable Watched watched;

  Plan(World world, int number, Form form, String address) {
    this.world = world;
    this.number = number;
    this.form = form;
    this.address = address;
    Chance chance = world.chance();
    this.schema = form.structured() && chance.oneIn(60);
    if (form.structured()) {
      RandomJson random = new RandomJson(chance.random());
      document = document(random, chance);
      String text = random.text(document);
      spoilt = chance.oneIn(10);
      if (spoilt) {
        text = text.stripTrailing();
        String wrongEnd = text.endsWith("}") ? "]" : "}";
        text = text.substring(0, text.length() - 1) + wrongEnd + " and so on, and so on";
      }
      String whole = chance.oneIn(4) ? "Here it is: " + text + " Done." : text;
      pieces =
          chance.oneIn(3)
              ? Cuts.ofSize(whole, chance.between(1, 3))
              : Cuts.random(whole, chance.random());
    } else {
      document = null;
      spoilt = false;
      pieces = List.of();
    }
  }

  private JsonValue document(RandomJson random, Chance chance) {
    if (!schema && chance.oneIn(2)) {
      return random.object(3);
    } else if (!schema && chance.oneIn(2)) {
      return new JsonArray(List.of(random.object(2), random.value(2)));
    }
    // Long enough for a form that does not tell each piece of it.
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("title", new JsonString("a word ".repeat(chance.between(3, 20))));
    members.put("rest", random.value(2));
    return new JsonObject(members);
  }

  int number() {
    return number;
  }

  Form form() {
    return form;
  }

  /** Who asks. */
  String address() {
    return address;
  }

  /** The document that the model writes, or null. */
  @Nullable JsonValue document() {
    return document;
  }

  /** Whether the model ends it wrong. */
  boolean spoilt() {
    return spoilt;
  }

  /** The text of that, as the model cuts it. */
  List<String> pieces() {
    return pieces;
  }

  /** The name that tells it from others. */
  String name() {
    return "plan-" + number;
  }

  /** What is started. */
  Start start() {
    OutputFormat output = form.structured() ? OutputFormat.JSON : OutputFormat.TEXT;
    return new Start(
        new CompletionRequest(
            SimulatedModel.ID, List.of(Message.user("?")), null, output, null, name()),
        form.dialect(),
        new Interrupted(projection()),
        null,
        new CompletionListener() {
          @Override
          public void onEnding(Completion completion) {
            watched(completion).onEnding();
          }

          @Override
          public void onEnd(Completion completion) {
            watched(completion).onEnd();
          }
        });
  }

  /** The stream that it became, or null. */
  @Nullable Watched watched() {
    return watched;
  }

  /** The stream that it becomes. */
  Watched watched(Completion completion) {
    if (watched == null) {
      watched = new Watched(world, this, completion);
      world.add(watched);
    }
    return watched;
  }

  private Projection projection() {
    if (!form.structured()) {
      return new ChatProjection(SimulatedModel.ID);
    } else if (!schema) {
      return PATCHES.begin(SimulatedModel.ID);
    }
    try {
      return PATCHES.begin(SimulatedModel.ID, AnswerSchema.of(JsonValue.parse(SCHEMA)));
    } catch (UnusableSchemaException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A projection whose thread can be overtaken between two entries. */
  private final class Interrupted implements Projection {

    private final Projection projection;

    private Interrupted(Projection projection) {
      this.projection = projection;
    }

    @Override
    public void onEvent(ModelEvent event, Consumer<LogEntry> log) {
      projection.onEvent(event, entry -> append(entry, log));
    }

    @Override
    public void onFailure(ModelException failure, Consumer<LogEntry> log) {
      projection.onFailure(failure, entry -> append(entry, log));
    }

    private void append(LogEntry entry, Consumer<LogEntry> log) {
      world.interleave("before an entry");
      log.accept(entry);
    }
  }
}
