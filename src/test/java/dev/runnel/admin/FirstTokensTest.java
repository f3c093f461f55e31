package dev.runnel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstTokensTest {

  private final ScriptedModel model = new ScriptedModel();
  private final FirstTokens firstTokens = new FirstTokens();
  private final Completions completions = model.completions(ScriptedModel.SETTINGS, firstTokens);

  @Test
  void tellNothingBeforeAnAnswerHasBegun() {
    assertThat(firstTokens.ofAll()).isEqualTo(new FirstTokens.Times(0, null, null));
    assertThat(firstTokens.of("never asked")).isEqualTo(new FirstTokens.Times(0, null, null));
  }

  @Test
  void tellTheSameOfTheOnlyModelAndOfAll() {
    for (int millis = 1; millis <= 20; millis++) {
      completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
      model.time.advance(Duration.ofMillis(millis));
      model.says("first", "second");
      model.finishes();
    }
    assertThat(firstTokens.of(ScriptedModel.ID))
        .isEqualTo(new FirstTokens.Times(20, Duration.ofMillis(10), Duration.ofMillis(19)));
    assertThat(firstTokens.ofAll()).isEqualTo(firstTokens.of(ScriptedModel.ID));
  }
}
