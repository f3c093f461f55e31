package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of the last event that a client has: a position in a stream.
 *
 * @param streamId the stream
 * @param position the last entry that the client has; 0 for none
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#last-event-id">the
 *     Last-Event-ID header</a>
 */
public record LastEventId(String streamId, long position) {

  private static final String HEADER = "Last-Event-ID";
  private static final Pattern STREAM_ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern ID = Pattern.compile("(" + STREAM_ID + ")\\.(" + POSITION + ")");

  /**
   * The one that a request brings in its header, or null if it brings none.
   *
   * @throws ProblemException 400 if it is none of ours
   */
  static @Nullable LastEventId of(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    return header == null ? null : parse(HEADER, header);
  }

  /**
   * Where a client of one stream wants to go on: by its header, else by what its URL says, else
   * from the beginning. An {@code EventSource} keeps its URL when it reconnects: the header is the
   * newer word.
   *
   * @param after an id or a position, or null
   * @throws ProblemException 400 if it is none of ours, or of another stream
   */
  public static LastEventId in(
      String streamId, @Nullable String after, HttpServletRequest request) {
    LastEventId last = of(request);
    if (last == null && after != null) {
      last =
          POSITION.matcher(after).matches()
              ? new LastEventId(streamId, Long.parseLong(after))
              : parse("after", after);
    }
    if (last == null) {
      return new LastEventId(streamId, 0);
    }
    if (!last.streamId.equals(streamId)) {
      throw ProblemException.badRequest("The event id belongs to another stream than the path.");
    }
    return last;
  }

  private static LastEventId parse(String name, String text) {
    Matcher id = ID.matcher(text);
    if (!id.matches()) {
      throw ProblemException.badRequest(
          "'"
              + name
              + "' is not an event id of this server: those are a stream's id, a dot and a"
              + " position.");
    }
    return new LastEventId(id.group(1), Long.parseLong(id.group(2)));
  }
}
