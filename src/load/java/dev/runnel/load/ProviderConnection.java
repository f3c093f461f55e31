package dev.runnel.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection to the provider: a request, its stream, the next request. On one loop. */
final class ProviderConnection {

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Function<String, ProvidedStream> plans;
  private final Consumer<ProviderConnection> onClose;
  private final RequestReader requests = new RequestReader();

  /** What the socket did not take. While there is any, no token is made. */
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

  /** The stream that is under way. */
  private @Nullable ProvidedStream stream;

  private long startedNanos;
  private boolean closed;

  ProviderConnection(
      EventLoop loop,
      SocketChannel channel,
      Function<String, ProvidedStream> plans,
      Consumer<ProviderConnection> onClose)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.plans = plans;
    this.onClose = onClose;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = loop.register(channel, SelectionKey.OP_READ, this::ready);
  }

  void closeIfIdle() {
    if (stream == null) {
      close();
    }
  }

  private void ready() {
    try {
      if (key.isWritable()) {
        flush();
      }
      if (!closed && key.isReadable()) {
        read();
      }
    } catch (IOException reset) {
      peerClosed();
    }
  }

  private void read() throws IOException {
    int count = loop.read(channel, Integer.MAX_VALUE);
    if (count < 0) {
      peerClosed();
      return;
    }
    String body = requests.feed(loop.readBytes(), count);
    if (body != null) {
      begin(plans.apply(ProvidedStream.nameIn(body)));
    }
  }

  private void begin(ProvidedStream planned) throws IOException {
    if (stream != null) {
      throw new IllegalStateException("a request came before the reply to the last one had ended");
    }
    stream = planned;
    planned.calls.incrementAndGet();
    startedNanos = System.nanoTime();
    switch (planned.plan.ending()) {
      case NO_REPLY -> {}
      case REFUSAL -> {
        write(CompletionWire.REFUSAL);
        stream = null;
      }
      default -> {
        write(CompletionWire.HEAD);
        scheduleNext(planned, 1);
      }
    }
  }

  private void scheduleNext(ProvidedStream current, int number) {
    loop.at(startedNanos + number * current.plan.intervalNanos(), () -> sendNext(current, number));
  }

  private void sendNext(ProvidedStream current, int number) {
    if (closed || stream != current) {
      return;
    }
    try {
      if (!unsent.isEmpty()) {
        loop.after(current.plan.intervalNanos(), () -> sendNext(current, number));
      } else if (number > current.plan.tokens()) {
        end(current);
      } else {
        String before = number == 1 ? current.dialect.before : "";
        write(CompletionWire.text(before + current.plan.text(number - 1)));
        current.sent.incrementAndGet();
        scheduleNext(current, number + 1);
      }
    } catch (IOException reset) {
      peerClosed();
    }
  }

  private void end(ProvidedStream current) throws IOException {
    switch (current.plan.ending()) {
      case DONE -> {
        stream = null;
        if (!current.dialect.after.isEmpty()) {
          write(CompletionWire.text(current.dialect.after));
        }
        write(CompletionWire.DONE);
      }
      case ERROR -> {
        stream = null;
        write(CompletionWire.ERROR);
      }
      case FIN -> close();
      case RESET -> {
        over();
        Sockets.reset(channel);
      }
      case SILENCE -> {}
      case REFUSAL, NO_REPLY -> throw new IllegalStateException("no token was to be sent");
    }
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (unsent.isEmpty()) {
      channel.write(buffer);
    }
    if (buffer.hasRemaining()) {
      unsent.add(buffer);
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  private void flush() throws IOException {
    for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  private void peerClosed() {
    if (stream != null) {
      stream.closedByPeer.complete(System.nanoTime());
    }
    close();
  }

  private void close() {
    over();
    Sockets.close(channel);
  }

  private void over() {
    closed = true;
    stream = null;
    onClose.accept(this);
  }
}
