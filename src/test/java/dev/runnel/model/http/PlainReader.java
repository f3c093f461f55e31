package dev.runnel.model.http;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The plainest protocol: data is text, and the type says what else it is. {@code think} reasoning,
 * {@code enough} all that is needed, {@code done} the end, {@code fail} a failure by its code,
 * {@code throw} a fault of the reader, {@code id} what can be stopped.
 */
final class PlainReader implements ReplyReader {

  private final Reply reply;
  private final ModelListener out;
  private final URI uri;
  private boolean enough;
  private @Nullable String id;

  PlainReader(Reply reply, ModelListener out, URI uri) {
    this.reply = reply;
    this.out = out;
    this.uri = uri;
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    switch (event.type()) {
      case "think" -> out.onEvent(new ModelEvent.Reasoning(event.data()));
      case "enough" -> enough = true;
      case "done" -> finish();
      case "fail" ->
          out.onFailure(
              reply.failure(
                  ErrorCode.valueOf(event.data().toUpperCase(Locale.ROOT)),
                  new ProviderError("E7", "it broke", null)));
      case "throw" -> throw new IllegalArgumentException("quotes " + event.data());
      case "id" -> id = event.data();
      default -> out.onEvent(new ModelEvent.Text(event.data()));
    }
  }

  @Override
  public void onEnd() {
    if (enough) {
      finish();
    }
  }

  private void finish() {
    out.onEvent(new ModelEvent.Finished("stop", null, null, null));
  }

  @Override
  public ModelException onOtherReply(String body) {
    return reply.failure(reply.meaning(null), new ProviderError(null, body, null));
  }

  @Override
  public @Nullable StopCall stopCall() {
    return id == null ? null : new StopCall(uri.resolve("/stop"), "{\"id\":\"" + id + "\"}");
  }
}
