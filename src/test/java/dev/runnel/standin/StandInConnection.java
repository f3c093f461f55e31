package dev.runnel.standin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to the stand-in, served by one thread. */
final class StandInConnection {

  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

  private final int number;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean headWritten;
  private boolean finished;

  StandInConnection(int number, Socket socket) throws IOException {
    this.number = number;
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  int number() {
    return number;
  }

  /** The next request, or null when the peer has closed. */
  @Nullable RecordedRequest next() throws IOException {
    headWritten = false;
    finished = false;
    String requestLine = line();
    if (requestLine == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(); header != null && !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    int methodEnd = requestLine.indexOf(' ');
    return new RecordedRequest(
        requestLine.substring(0, methodEnd),
        requestLine.substring(methodEnd + 1, requestLine.lastIndexOf(' ')),
        Map.copyOf(headers),
        body,
        number,
        System.nanoTime());
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  void write(Script script, byte[] piece) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!headWritten) {
      headWritten = true;
      bytes.writeBytes(script.head());
    }
    if (script.chunked() && piece.length > 0) {
      bytes.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(US_ASCII));
      bytes.writeBytes(piece);
      bytes.writeBytes(CRLF);
    } else {
      bytes.writeBytes(piece);
    }
    writeRaw(bytes.toByteArray());
  }

  void writeRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void finish(Script script) throws IOException {
    write(script, new byte[0]);
    if (script.chunked()) {
      writeRaw(LAST_CHUNK);
    }
    finished = true;
  }

  void fin() throws IOException {
    socket.close();
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads until the peer closes; that it did so with a reset is the same. */
  void awaitClose() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    throw new PeerClosedException();
  }

  boolean open() {
    return !finished && !socket.isClosed();
  }

  boolean closed() {
    return socket.isClosed();
  }

  void close() throws IOException {
    socket.close();
  }

  /** The peer closed while the script waited for just that. */
  static final class PeerClosedException extends IOException {
    private static final long serialVersionUID = 1;
  }
}
