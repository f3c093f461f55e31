package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code /helloworld} on a real server. */
class StructuredIT extends ContainerTest {

  private static final String START = "{\"status\":\"start\",\"message\":\"开始生成响应...\"}";
  private static final String END = "{\"status\":\"end\",\"message\":\"响应生成完成\"}";

  @Test
  void tellsTheOriginalsSequence() throws Exception {
    assertThat(joined(ask("{\"|title\":\"|科技|发展\",|\"summary\":\"|随着|\"}")))
        .containsExactly(
            START,
            chunk("{\"title\":\"\"}"),
            chunk("{\"title\":\"科技发展\"}"),
            chunk("{\"summary\":\"\"}"),
            chunk("{\"summary\":\"随着\"}"),
            END);
  }

  @Test
  void losesNothingWhenOneTokenEndsAFieldAndBeginsTheNext() throws Exception {
    Answer answer = ask("{\"title\":\"科|技发展\",\"summary\":\"随|着时代\"}");
    assertThat(fold(answer)).isEqualTo(Map.of("title", "科技发展", "summary", "随着时代"));
    assertThat(answer.lines()).endsWith(END);
  }

  @Test
  void readsEscapesThatTokensTear() throws Exception {
    assertThat(fold(ask("{\"title\":\"\\|u|79|d1\\u6280\",\"summary\":\"\\ud83d|\\ude00\"}")))
        .isEqualTo(Map.of("title", "科技", "summary", "😀"));
  }

  @Test
  void growsAnyOtherShapeToo() throws Exception {
    assertThat(joined(ask("{\"tags\":[\"a|b\",1.0],|\"more\":{\"x\":null}}")))
        .containsExactly(
            START,
            chunk("{\"tags\":[]}"),
            "{\"status\":\"chunk\",\"path\":\"/tags\",\"data\":{\"0\":\"\"}}",
            "{\"status\":\"chunk\",\"path\":\"/tags\",\"data\":{\"0\":\"ab\"}}",
            "{\"status\":\"chunk\",\"path\":\"/tags\",\"data\":{\"1\":1.0}}",
            chunk("{\"more\":{}}"),
            "{\"status\":\"chunk\",\"path\":\"/more\",\"data\":{\"x\":null}}",
            END);
  }

  @Test
  void findsTheDocumentInWhatModelsReallyWrite() throws Exception {
    assertThat(fold(ask("Here it is:\n```json\n|{\"title\":\"a\"}|\n```\nI hope it helps {:")))
        .isEqualTo(Map.of("title", "a"));
  }

  @Test
  void endsWithOneErrorWhenTheTextIsNotTheDocument() throws Exception {
    for (String text : List.of("no document", "{\"title\":\"half", "{\"title\":\"a\",}")) {
      Answer answer = ask(text);
      assertThat(answer.last().string("status")).as(answer.body()).isEqualTo("error");
      assertThat(answer.last().string("code")).isEqualTo("output_invalid");
      assertThat(answer.last().string("message")).isNotBlank();
      assertThat(answer.data())
          .filteredOn(data -> "error".equals(data.string("status")))
          .hasSize(1);
      assertThat(answer.body()).doesNotContain("\"end\"");
    }
  }

  @Test
  void tellsAProvidersFailure() throws Exception {
    Answer answer = Answer.get(uri("helloworld?prompt=status+401"));
    assertThat(answer.lines()).hasSize(2).startsWith(START);
    assertThat(answer.last().string("status")).isEqualTo("error");
    assertThat(answer.last().string("code")).isEqualTo("upstream_auth");
  }

  @Test
  void asksAtTemperatureZeroWithItsOwnPromptWhenThereIsNone() throws Exception {
    Answer.get(uri("helloworld"));
    JsonObject request = provider.requests().get(provider.requests().size() - 1).json();
    assertThat(request.get("temperature"))
        .isInstanceOfSatisfying(
            JsonValue.JsonNumber.class, number -> assertThat(number.longValue()).isZero());
    JsonArray messages = request.array("messages");
    assertThat(messages).isNotNull();
    assertThat(messages.toJson()).contains("title", "summary", "科技发展");
  }

  @Test
  void anEventSourceThatReconnectsBuysNoSecondAnswer() throws Exception {
    Answer first = ask("{\"title\":\"a\"}");
    int before = provider.requests().size();

    Answer rest = again(first.events().get(0).lastEventId());
    Answer none = again(first.events().get(first.events().size() - 1).lastEventId());

    assertThat(rest.status()).isEqualTo(200);
    assertThat(joined(rest)).isEqualTo(joined(first).subList(1, joined(first).size()));
    assertThat(none.status()).as("what makes an EventSource stop").isEqualTo(204);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void refusesABlankPromptAndAHead() throws Exception {
    int before = provider.requests().size();
    Answer blank = Answer.get(uri("helloworld?prompt=%20"));
    assertThat(blank.status()).isEqualTo(400);
    assertThat(blank.body()).contains("'prompt' is missing or blank");
    assertThat(
            Answer.to(
                    Answer.request(uri("helloworld"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build())
                .status())
        .isEqualTo(405);
    assertThat(provider.requests()).hasSize(before);
  }

  /** Asks as an {@code EventSource} does when it reconnects. */
  private Answer again(String lastEventId) throws Exception {
    return Answer.to(
        Answer.request(uri("helloworld")).header("Last-Event-ID", lastEventId).build());
  }

  /** Asks for a document that the model writes in the tokens between the bars. */
  private Answer ask(String tokens) throws Exception {
    return Answer.get(
        uri("helloworld?prompt=" + URLEncoder.encode("say " + tokens, StandardCharsets.UTF_8)));
  }

  /**
   * The events, where texts of one place that came apart are joined: a slow client gets them so.
   */
  private static List<String> joined(Answer answer) {
    List<String> lines = new ArrayList<>();
    for (String line : answer.lines()) {
      String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
      String begins = line.replaceFirst("[^\"]+\"}}$", "");
      boolean text = !begins.equals(line);
      if (text && last.startsWith(begins) && !last.equals(begins + "\"}}")) {
        lines.set(
            lines.size() - 1, last.replaceFirst("\"}}$", "") + line.substring(begins.length()));
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String chunk(String data) {
    return "{\"status\":\"chunk\",\"data\":" + data + "}";
  }

  /** What a client of the original holds at the end: each field's texts, joined. */
  private static Map<String, String> fold(Answer answer) {
    Map<String, String> fields = new TreeMap<>();
    for (JsonObject event : answer.data()) {
      JsonObject data = event.object("data");
      if (data != null) {
        for (String name : data.members().keySet()) {
          fields.merge(name, String.valueOf(data.string(name)), String::concat);
        }
      }
    }
    return fields;
  }
}
