package dev.runnel.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a client: a request is sent, then bytes are read. On one loop. */
final class ClientConnection {

  /** What happens on the connection, told on its loop. */
  interface Listener {
    /** Bytes have come; they are valid during the call. */
    void received(byte[] bytes, int length);

    /**
     * The peer has closed, or the connection failed. Not told after {@link #close} or {@link
     * #reset}.
     */
    void ended(@Nullable IOException failure);
  }

  /** The kernel makes more of it, but not much. */
  private static final int SMALL_RECEIVE_BUFFER_BYTES = 1;

  private static final long SLOW_READ_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Reading reading;
  private final ByteBuffer request;
  private final Listener listener;
  private boolean over;

  private ClientConnection(
      EventLoop loop, int port, Reading reading, byte[] request, Listener listener)
      throws IOException {
    this.loop = loop;
    this.reading = reading;
    this.request = ByteBuffer.wrap(request);
    this.listener = listener;
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (reading != Reading.AT_ONCE) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER_BYTES);
    }
    key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects and sends the request. */
  static ClientConnection open(
      EventLoop loop, int port, Reading reading, byte[] request, Listener listener) {
    try {
      return new ClientConnection(loop, port, reading, request, listener);
    } catch (IOException e) {
      // Connecting is only begun here: what fails already is the bed's own socket.
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves in order. */
  void close() {
    over = true;
    Sockets.close(channel);
  }

  /** Leaves with a reset. */
  void reset() {
    over = true;
    Sockets.reset(channel);
  }

  private void ready() {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (key.isWritable()) {
        write();
      } else {
        read();
      }
    } catch (IOException e) {
      end(e);
    }
  }

  private void write() throws IOException {
    channel.write(request);
    if (!request.hasRemaining()) {
      key.interestOps(reading == Reading.AT_ONCE ? SelectionKey.OP_READ : 0);
      if (reading == Reading.ONE_BYTE_PER_SECOND) {
        loop.after(SLOW_READ_NANOS, this::readSlowly);
      }
    }
  }

  private void readSlowly() {
    if (over) {
      return;
    }
    try {
      read();
      loop.after(SLOW_READ_NANOS, this::readSlowly);
    } catch (IOException e) {
      end(e);
    }
  }

  private void read() throws IOException {
    int count = loop.read(channel, reading == Reading.AT_ONCE ? Integer.MAX_VALUE : 1);
    if (count < 0) {
      end(null);
    } else if (count > 0) {
      listener.received(loop.readBytes(), count);
    }
  }

  private void end(@Nullable IOException failure) {
    if (!over) {
      close();
      listener.ended(failure);
    }
  }
}
