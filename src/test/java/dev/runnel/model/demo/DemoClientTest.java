package dev.runnel.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoClientTest {

  @Test
  void cutsTextIntoTokensThatConcatenateToIt() {
    for (String text :
        List.of(
            DemoAnswers.chat("hello", 1),
            DemoAnswers.chat("你好", 3),
            DemoAnswers.structured(),
            "👩‍👩‍👧 e\u0301\r\n")) {
      List<String> tokens = Tokens.of(text);
      assertThat(String.join("", tokens)).isEqualTo(text);
      assertThat(tokens).allSatisfy(token -> assertThat(token).isNotEmpty());
    }
    assertThat(Tokens.of("科技发展 is fast")).containsExactly("科技", "发展", " is", " fast");
  }

  @Test
  void answersInTheLanguageOfTheQuestionAndSaysWhatItIs() {
    assertThat(DemoAnswers.chat("你好", 1)).contains("演示模型", "> 你好");
    assertThat(DemoAnswers.chat("hello", 3)).contains("demo model", "> hello", "3 message");
  }

  @Test
  void repeatsNoMoreThanALineOfTheQuestion() {
    String answer = DemoAnswers.chat("a\nb " + "😀".repeat(500), 1);
    assertThat(answer).contains("> a b 😀").contains("…");
    assertThat(answer.length()).isLessThan(2_500);
  }

  @Test
  void writesTheOriginalsExampleForStructure() {
    assertThat(DemoAnswers.structured()).startsWith("{\"title\":\"科技发展\",\"summary\":\"随着");
  }
}
