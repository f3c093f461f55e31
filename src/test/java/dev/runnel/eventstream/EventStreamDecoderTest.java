package dev.runnel.eventstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamDecoderTest {

  private final List<ServerSentEvent> events = new ArrayList<>();

  @Test
  void tellsAnEventAtTheFirstByteOfTheLineEndThatEndsIt() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);

    feed(decoder, "data: a\r\n\r");

    assertThat(events).containsExactly(new ServerSentEvent("message", "a", ""));
  }

  @Test
  void takesALineFeedAfterACarriageReturnOfAnEarlierChunkAsTheSameLineEnd() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);

    feed(decoder, "data: a\r");
    feed(decoder, "");
    feed(decoder, "\ndata: b\r");
    feed(decoder, "\n\r");
    feed(decoder, "\n");

    assertThat(events).containsExactly(new ServerSentEvent("message", "a\nb", ""));
  }

  @Test
  void takesReadOnlyBuffersFromTheirPosition() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    ByteBuffer bytes = ByteBuffer.wrap("xxdata: a\n\n".getBytes(UTF_8)).asReadOnlyBuffer();
    bytes.position(2);

    decoder.feed(bytes);

    assertThat(events).containsExactly(new ServerSentEvent("message", "a", ""));
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void takesOnlyTheGivenPartOfAnArray() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    byte[] bytes = "\n\ndata: a\n\ndata: b\n\n".getBytes(UTF_8);

    decoder.feed(bytes, 2, 9);

    assertThat(events).containsExactly(new ServerSentEvent("message", "a", ""));
  }

  @Test
  void commitsAnIdOnlyWhenItsEventHasEnded() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);

    feed(decoder, "id: 4\n\nid: 5\ndata: open\n");
    decoder.end();

    assertThat(events).isEmpty();
    assertThat(decoder.lastEventId()).isEqualTo("4");
  }

  @Test
  void refusesBytesAfterTheEnd() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    decoder.end();

    assertThatIllegalStateException().isThrownBy(() -> feed(decoder, "data: a\n\n"));
  }

  @Test
  void acceptsALineAsLongAsTheLimit() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add, 10, 100);

    feed(decoder, "data: 7890\r\ndata: 78");
    feed(decoder, "90\r\n\r\n");

    assertThat(events).containsExactly(new ServerSentEvent("message", "7890\n7890", ""));
  }

  @Test
  void refusesALongerLineWhetherItIsWholeOrNot() {
    for (List<String> chunks :
        List.of(
            List.of("data: 78901\n"),
            List.of("data: 78901"),
            List.of("data: 7", "890", "1"),
            List.of("data: 7", "8901\n"),
            List.of(": 345678901\n"))) {
      EventStreamDecoder decoder = new EventStreamDecoder(events::add, 10, 100);

      assertThatExceptionOfType(EventStreamException.class)
          .isThrownBy(() -> chunks.forEach(chunk -> feed(decoder, chunk)))
          .withMessage("a line of the event stream is longer than 10 bytes");
    }
  }

  @Test
  void acceptsDataAsLongAsTheLimit() {
    EventStreamDecoder decoder = new EventStreamDecoder(events::add, 100, 10);

    feed(decoder, "data: 1234\ndata: 67890\n\ndata: 1234567890\n\n");

    assertThat(events).hasSize(2);
  }

  @Test
  void refusesLongerDataWhetherItIsOneLineOrMany() {
    for (String stream :
        List.of("data: 12345678901\n", "data: 12345\ndata: 67890\n", "data\n".repeat(12))) {
      EventStreamDecoder decoder = new EventStreamDecoder(events::add, 100, 10);

      assertThatExceptionOfType(EventStreamException.class)
          .isThrownBy(() -> feed(decoder, stream))
          .withMessage("the data of an event is longer than 10 bytes");
    }
  }

  @Test
  void limitsLinesAndDataToOneMebibyteUnlessTold() {
    assertThat(EventStreamDecoder.DEFAULT_MAX_LINE_BYTES).isEqualTo(1_048_576);
    assertThat(EventStreamDecoder.DEFAULT_MAX_EVENT_BYTES).isEqualTo(1_048_576);
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    String longest = "data: " + "a".repeat(EventStreamDecoder.DEFAULT_MAX_LINE_BYTES - 6);

    feed(decoder, longest + "\n\n");
    assertThat(events).hasSize(1);

    assertThatExceptionOfType(EventStreamException.class)
        .isThrownBy(() -> feed(decoder, longest + "a\n\n"));
  }

  private static void feed(EventStreamDecoder decoder, String text) {
    decoder.feed(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
