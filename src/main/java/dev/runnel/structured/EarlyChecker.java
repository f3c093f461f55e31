package dev.runnel.structured;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.log.LogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells violations while a document grows, each as soon as its value is whole: of a container when
 * it opens, by its type alone; of a string when it closes; of any other value with its increment.
 *
 * <p>State is the open containers and the text of the open string. After {@link #MAX_CHECKS} checks
 * or {@link CompiledSchema#MAX_VIOLATIONS} violations it tells no more: the whole document is
 * checked at its end in any case. One instance per document; not thread-safe.
 */
final class EarlyChecker implements IncrementHandler {

  /** Rules that are applied to values before the document is whole. */
  static final int MAX_CHECKS = 200_000;

  private static final JsonValue EMPTY_OBJECT = new JsonObject(Map.of());
  private static final JsonValue EMPTY_ARRAY = new JsonArray(List.of());

  private record Container(String pointer, boolean array, List<PlaceRules.Rule> rules) {}

  private final PlaceRules rules;
  private final Consumer<LogEntry.Violation> out;
  private final Set<LogEntry.Violation> told = new LinkedHashSet<>();
  private final Deque<Container> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();

  /** The rules of the open string. */
  private List<PlaceRules.Rule> stringRules = List.of();

  private boolean rootBegun;
  private int checks;

  EarlyChecker(PlaceRules rules, Consumer<LogEntry.Violation> out) {
    this.rules = rules;
    this.out = out;
  }

  /** The violations so far, in the order they were told. */
  Set<LogEntry.Violation> told() {
    return told;
  }

  @Override
  public void increment(Increment increment) {
    if (increment.kind() == Kind.APPEND) {
      if (!stringRules.isEmpty()) {
        text.append(increment.text());
      }
      return;
    }
    Place place = increment.place();
    if (!rootBegun && place.member() != null) {
      // The root object is announced by its first member.
      open(Place.ROOT, false, rules.root());
    }
    rootBegun = true;
    List<PlaceRules.Rule> here = rulesAt(place);
    switch (increment.kind()) {
      case OBJECT -> open(place, false, here);
      case ARRAY -> open(place, true, here);
      case STRING -> {
        stringRules = here;
        text.setLength(0);
      }
      default -> checkScalar(place, JsonValue.parse(increment.text()), here);
    }
  }

  @Override
  public void stringClosed(Place place) {
    if (!stringRules.isEmpty()) {
      checkScalar(place, new JsonString(text.toString()), stringRules);
    }
  }

  private List<PlaceRules.Rule> rulesAt(Place place) {
    String member = place.member();
    if (member == null) {
      return rules.root();
    }
    Container container = open.element();
    while (!container.pointer.equals(place.path())) {
      open.pop();
      container = open.element();
    }
    return container.array
        ? rules.item(container.rules, Integer.parseInt(member))
        : rules.member(container.rules, member);
  }

  private void open(Place place, boolean array, List<PlaceRules.Rule> here) {
    String pointer = place.pointer();
    open.push(new Container(pointer, array, here));
    for (PlaceRules.Rule rule : here) {
      check(rule.container(), array ? EMPTY_ARRAY : EMPTY_OBJECT, pointer);
    }
  }

  private void checkScalar(Place place, JsonValue value, List<PlaceRules.Rule> here) {
    for (PlaceRules.Rule rule : here) {
      check(rule.scalar(), value, place.pointer());
    }
  }

  private void check(CompiledSchema schema, JsonValue value, String pointer) {
    if (checks == MAX_CHECKS) {
      return;
    }
    checks++;
    CompiledSchema.Findings findings = schema.check(value, pointer);
    if (findings.gap() != null) {
      // What is not known is not told; the check of the whole says that it could not go on.
      checks = MAX_CHECKS;
      return;
    }
    for (LogEntry.Violation violation : findings.violations()) {
      if (told.size() < CompiledSchema.MAX_VIOLATIONS && told.add(violation)) {
        out.accept(violation);
      }
    }
  }
}
