package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {

  private final Logger logger = Logger.getLogger("dev.runnel");
  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    handler.setLevel(Level.ALL);
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setLevel(null);
  }

  @Test
  void tellsStatusLogIdAndEndAtFineAndNeverTextOrKey() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream()
                .header("X-Tt-Logid", "log-77")
                .send("data: 潮水\n\nevent: done\ndata\n\n"))) {
      fixture.exchange();
      fixture.listener.awaitFinished();
    }

    assertThat(records).isNotEmpty().allMatch(record -> record.getLevel().equals(Level.FINE));
    assertThat(text())
        .contains("tide: HTTP 200, log id log-77 (attempt 1, 0 ms)", "tide: finished")
        .doesNotContain("潮", HttpFixture.KEY);
  }

  @Test
  void tellsTheKindAndPlaceOfAFaultAndNotWhatItQuotes() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("event: throw\ndata: 潮水\n\n"))) {
      fixture.exchange();
      fixture.listener.awaitFailure();
    }

    assertThat(records).anyMatch(record -> record.getLevel().equals(Level.WARNING));
    assertThat(text())
        .contains("java.lang.IllegalArgumentException", "PlainReader.onEvent")
        .doesNotContain("潮", HttpFixture.KEY);
  }

  private String text() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    for (LogRecord record : records) {
      out.println(record.getMessage());
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(out);
      }
    }
    return text.toString();
  }
}
