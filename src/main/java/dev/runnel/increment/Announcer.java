package dev.runnel.increment;

import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.HeldText;
import dev.runnel.json.JsonHandler;
import org.jspecify.annotations.Nullable;

/** Turns what a parser tells into increments. */
final class Announcer implements JsonHandler {

  /** A container that has not closed. */
  private static final class Container {
    final @Nullable Container parent;
    final Place place;
    final boolean array;

    /** The pointer of this container, made when it gets its first member. */
    @Nullable String path;

    /** How many members have begun. */
    int members;

    /** The name of the next member of an object. */
    String name = "";

    Container(@Nullable Container parent, Place place, boolean array) {
      this.parent = parent;
      this.place = place;
      this.array = array;
    }

    Place nextPlace() {
      if (path == null) {
        path = place.pointer();
      }
      Place next = new Place(path, array ? Integer.toString(members) : name);
      members++;
      return next;
    }
  }

  private final IncrementHandler handler;
  private @Nullable Container container;

  /** Where the open string stands. */
  private Place open = Place.ROOT;

  /** Text of the open string that is not told yet: the pieces of one feed are joined. */
  private final HeldText text = new HeldText();

  Announcer(IncrementHandler handler) {
    this.handler = handler;
  }

  /** Tells the text that waits to be joined. */
  void flush() {
    if (text.length() > 0) {
      String news = text.toString();
      text.clear();
      handler.increment(new Increment(open, Kind.APPEND, news));
    }
  }

  @Override
  public void objectStart() {
    Place place = nextPlace();
    if (container != null) {
      tell(place, Kind.OBJECT, "");
    }
    container = new Container(container, place, false);
  }

  @Override
  public void objectEnd() {
    if (close().members == 0 && container == null) {
      tell(Place.ROOT, Kind.OBJECT, "");
    }
  }

  @Override
  public void arrayStart() {
    Place place = nextPlace();
    tell(place, Kind.ARRAY, "");
    container = new Container(container, place, true);
  }

  @Override
  public void arrayEnd() {
    close();
  }

  @Override
  public void name(String name) {
    innermost().name = name;
  }

  @Override
  public void stringStart() {
    open = nextPlace();
    tell(open, Kind.STRING, "");
  }

  @Override
  public void stringText(char[] buffer, int offset, int length) {
    text.append(buffer, offset, length);
  }

  @Override
  public void stringEnd() {
    flush();
    handler.stringClosed(open);
  }

  @Override
  public void numberValue(String number) {
    tell(nextPlace(), Kind.SCALAR, number);
  }

  @Override
  public void booleanValue(boolean value) {
    tell(nextPlace(), Kind.SCALAR, value ? "true" : "false");
  }

  @Override
  public void nullValue() {
    tell(nextPlace(), Kind.SCALAR, "null");
  }

  private void tell(Place place, Kind kind, String news) {
    handler.increment(new Increment(place, kind, news));
  }

  private Place nextPlace() {
    return container == null ? Place.ROOT : container.nextPlace();
  }

  private Container close() {
    Container closed = innermost();
    container = closed.parent;
    return closed;
  }

  private Container innermost() {
    if (container == null) {
      throw new IllegalStateException("no container is open");
    }
    return container;
  }
}
