package dev.runnel.container;

import dev.runnel.eventstream.EventStreamDecoder;
import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A client of one event stream, on a socket of its own, that reads as much as it is told to, and
 * goes as it is told to. What it has not asked for stays in the socket.
 */
final class StreamClient implements AutoCloseable {

  /** How long a broken server may hold a test up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int BLOCK_BYTES = 16 * 1024;

  private final String method;
  private final URI uri;
  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<ServerSentEvent> events = new ArrayList<>();
  private final EventStreamDecoder decoder = new EventStreamDecoder(events::add);
  private final boolean chunked;
  private int comments;
  private boolean atLineStart = true;

  /** The bytes that are still to come: of the chunk, else of the body; -1 if that is not known. */
  private long left;

  private boolean firstChunk = true;
  private boolean whole;
  private boolean ended;

  private StreamClient(String method, URI uri, Socket socket) throws IOException {
    this.method = method;
    this.uri = uri;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1024);
    this.status = Integer.parseInt(line().substring(9, 12));
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    this.chunked = "chunked".equals(headers.get("transfer-encoding"));
    this.left = Long.parseLong(headers.getOrDefault("content-length", chunked ? "0" : "-1"));
    this.ended = status == 204;
  }

  /** Asks and reads the head of the reply. */
  static StreamClient open(String method, URI uri, String body, String... headers)
      throws IOException {
    return open(new Socket(), method, uri, body, headers);
  }

  /** Like {@link #open}, by GET. */
  static StreamClient get(URI uri, String... headers) throws IOException {
    return open("GET", uri, "", headers);
  }

  /** Like {@link #get}, with a window of so many bytes for what is not read yet. */
  static StreamClient get(int windowBytes, URI uri, String... headers) throws IOException {
    Socket socket = new Socket();
    // Before it connects: later the window has been told.
    socket.setReceiveBufferSize(windowBytes);
    return open(socket, "GET", uri, "", headers);
  }

  private static StreamClient open(
      Socket socket, String method, URI uri, String body, String... headers) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head =
        new StringBuilder("%s %s%s HTTP/1.1\r\n".formatted(method, uri.getRawPath(), query))
            .append("Host: ")
            .append(uri.getAuthority())
            .append("\r\nAccept: text/event-stream\r\n");
    if (content.length > 0) {
      head.append("Content-Type: application/json\r\nContent-Length: ")
          .append(content.length)
          .append("\r\n");
    }
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(content);
    socket.getOutputStream().write(request.toByteArray());
    try {
      return new StreamClient(method, uri, socket);
    } catch (IOException | RuntimeException broken) {
      socket.close();
      throw broken;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended in: " + line);
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The port that its connection comes from. */
  int localPort() {
    return socket.getLocalPort();
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** A header, or the empty string. */
  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The names of all headers, in lower case. */
  Iterable<String> headerNames() {
    return headers.keySet();
  }

  /** The id of the stream. */
  String streamId() {
    return header("X-Stream-Id");
  }

  /** What was read of the body. */
  String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** The events that were read to their ends. */
  List<ServerSentEvent> events() {
    return events;
  }

  /** The data of the last event. */
  JsonObject last() {
    return (JsonObject) JsonValue.parse(events.get(events.size() - 1).data());
  }

  /** The comments that were begun. */
  int comments() {
    return comments;
  }

  /** Whether the reply was read to its end, as HTTP says. */
  boolean whole() {
    return whole;
  }

  /** Reads so many more bytes of the body, fewer where it ends; false at the end. */
  boolean readBytes(int count) throws IOException {
    byte[] block = new byte[Math.min(count, BLOCK_BYTES)];
    int missing = count;
    while (missing > 0) {
      int read = body(block, Math.min(missing, block.length));
      if (read < 0) {
        return false;
      }
      missing -= read;
    }
    return true;
  }

  /** Reads byte by byte until something holds; fails when the body ends before. */
  StreamClient readUntil(String what, BooleanSupplier condition) throws IOException {
    while (!condition.getAsBoolean()) {
      if (!readBytes(1)) {
        throw new AssertionError("it ended before " + what + ": " + body());
      }
    }
    return this;
  }

  /** Reads until so many events are whole; false where there are fewer. */
  boolean readEvents(int count) throws IOException {
    while (events.size() < count) {
      if (!readBytes(1)) {
        return false;
      }
    }
    return true;
  }

  /** Reads until an event has this in its data. */
  StreamClient readUntil(String data) throws IOException {
    return readUntil(
        data, () -> !events.isEmpty() && events.get(events.size() - 1).data().contains(data));
  }

  /** Reads to the end, be it the reply's or that of the connection. */
  StreamClient readAll() throws IOException {
    while (readBytes(BLOCK_BYTES)) {
      // More is to come.
    }
    return this;
  }

  private int body(byte[] block, int most) throws IOException {
    int read;
    try {
      read = ended ? -1 : chunked ? chunk(block, most) : plain(block, most);
    } catch (EOFException | SocketException cut) {
      ended = true;
      return -1;
    }
    if (read < 0) {
      ended = true;
      return -1;
    }
    body.write(block, 0, read);
    decoder.feed(block, 0, read);
    for (int i = 0; i < read; i++) {
      if (atLineStart && block[i] == ':') {
        comments++;
      }
      atLineStart = block[i] == '\n';
    }
    return read;
  }

  private int plain(byte[] block, int most) throws IOException {
    if (left == 0) {
      whole = true;
      return -1;
    }
    int read = in.read(block, 0, left < 0 ? most : (int) Math.min(most, left));
    if (left < 0) {
      // Where no length was told, the end of the connection is the end.
      whole = read < 0;
    } else if (read < 0) {
      throw new EOFException("the connection ended in a body");
    } else {
      left -= read;
    }
    return read;
  }

  private int chunk(byte[] block, int most) throws IOException {
    if (left == 0) {
      if (!firstChunk) {
        line();
      }
      firstChunk = false;
      left = Long.parseLong(line(), 16);
      if (left == 0) {
        line();
        whole = true;
        ended = true;
        return -1;
      }
    }
    int read = in.read(block, 0, (int) Math.min(most, left));
    if (read < 0) {
      throw new EOFException("the connection ended in a chunk");
    }
    left -= read;
    return read;
  }

  /** Ends the connection in order. */
  void fin() throws IOException {
    // First for itself: a close with bytes unread is a reset.
    socket.shutdownOutput();
    socket.close();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Ends the connection; what was read of the reply must be as the server's document says. */
  @Override
  public void close() throws IOException {
    socket.close();
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    Described.require(
        method,
        uri,
        status,
        HttpHeaders.of(lists, (name, value) -> true),
        whole ? body() : null,
        events);
  }
}
