package dev.runnel.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends one request and keeps the whole reply. On one loop. */
final class WholeReplyReader implements ClientConnection.Listener, ReplyDecoder.Listener {

  private final ReplyDecoder reply = new ReplyDecoder(this);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final CompletableFuture<WholeReply> result;
  private final ClientConnection connection;
  private int status;

  /** Sends a request; the result is completed on the loop. */
  WholeReplyReader(EventLoop loop, int port, byte[] request, CompletableFuture<WholeReply> result) {
    this.result = result;
    connection = ClientConnection.open(loop, port, Reading.AT_ONCE, request, this);
  }

  @Override
  public void received(byte[] bytes, int length) {
    reply.feed(bytes, length);
    if (reply.isWhole(false)) {
      connection.close();
      complete();
    }
  }

  @Override
  public void ended(@Nullable IOException failure) {
    if (!reply.isWhole(true)) {
      status = 0;
    }
    complete();
  }

  @Override
  public void head(int replyStatus, Map<String, String> headers) {
    status = replyStatus;
  }

  @Override
  public void body(byte[] bytes, int offset, int length) {
    body.write(bytes, offset, length);
  }

  private void complete() {
    result.complete(new WholeReply(status, body.toString(UTF_8)));
  }
}
