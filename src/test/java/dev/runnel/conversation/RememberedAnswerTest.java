package dev.runnel.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.RandomJson;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogMemory;
import dev.runnel.log.StreamLog;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RememberedAnswerTest {

  /** Of one to six bytes in the log. */
  private static final List<String> CHARACTERS = List.of("a", "\"", "é", "科", "😀", "\u001b");

  @Test
  void isThatOfTheWholeAnswerHoweverLongItIsAndHoweverItCame() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      StreamLog log = new StreamLog("stream", new LogMemory(Long.MAX_VALUE));
      log.append(new LogEntry.Started("stream", null, "model", "chat"));
      StringBuilder whole = new StringBuilder();
      int chars = (int) (RememberedAnswer.MAX_CHARS * Math.pow(2, random.nextDouble() * 3 - 2));
      String character = CHARACTERS.get(random.nextInt(CHARACTERS.size()));
      while (whole.length() < chars) {
        String piece = whole.length() + character.repeat(random.nextInt(400));
        log.append(new LogEntry.Text(piece));
        whole.append(piece);
        if (random.nextInt(5) == 0) {
          log.append(new LogEntry.Reasoning("and so on"));
        }
      }
      assertThat(RememberedAnswer.of(log))
          .as("%s characters, -Dseed=%s", whole.length(), seed)
          .isEqualTo(RememberedAnswer.cut(whole.toString()));
    }
  }

  @Test
  void isEmptyWhereThereIsNone() {
    StreamLog log = new StreamLog("stream", new LogMemory(Long.MAX_VALUE));
    log.append(new LogEntry.Started("stream", null, "model", "chat"));
    assertThat(RememberedAnswer.of(log)).isEmpty();
    log.append(new LogEntry.Reasoning("hm"));
    assertThat(RememberedAnswer.of(log)).isEmpty();
  }
}
