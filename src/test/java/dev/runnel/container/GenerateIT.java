package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPatch;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/generate} on a real server. */
class GenerateIT extends ContainerTest {

  private static final String START = "{\"status\":\"start\",\"message\":\"开始生成响应...\"}";
  private static final String SCHEMA =
      """
      {"type":"object","required":["title","size"],"properties":{
        "title":{"type":"string","minLength":3},
        "size":{"$ref":"#/$defs/size"},
        "tags":{"type":"array","items":{"enum":["a","b"]}}},
       "$defs":{"size":{"type":"integer","maximum":10}}}
      """;

  @Test
  void growsAnyJsonAndTellsTheUsageAtTheEnd() throws Exception {
    Answer answer = generate(prompt("say Here:| [{\"a\":\"科技\"}|,1.0]"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.lines())
        .containsExactly(
            START,
            "{\"status\":\"chunk\",\"data\":[]}",
            "{\"status\":\"chunk\",\"data\":{\"0\":{}}}",
            "{\"status\":\"chunk\",\"path\":\"/0\",\"data\":{\"a\":\"\"}}",
            "{\"status\":\"chunk\",\"path\":\"/0\",\"data\":{\"a\":\"科技\"}}",
            "{\"status\":\"chunk\",\"data\":{\"1\":1.0}}",
            "{\"status\":\"end\",\"message\":\"响应生成完成\","
                + "\"usage\":{\"input\":90,\"output\":124,\"reasoning\":null}}");
  }

  @Test
  void tellsAViolationWhenItsValueIsWholeAndTheVerdictAtTheEnd() throws Exception {
    Answer answer =
        generate(withSchema("say {\"title\":\"ab|\",\"size\":|12,\"tags\":[]}", SCHEMA));

    assertThat(answer.data().stream().map(data -> data.string("status")))
        .containsExactly(
            "start", "chunk", "chunk", "violation", "chunk", "violation", "chunk", "end");
    assertThat(answer.lines())
        .contains(
            "{\"status\":\"violation\",\"path\":\"/title\","
                + "\"message\":\"must be at least 3 characters long\"}",
            "{\"status\":\"violation\",\"path\":\"/size\","
                + "\"message\":\"must have a maximum value of 10\"}");
    assertThat(answer.last().bool("valid")).isFalse();
    assertThat(answer.last().array("violations"))
        .isEqualTo(
            JsonValue.parse(
                """
                [{"path":"/title","message":"must be at least 3 characters long"},
                 {"path":"/size","message":"must have a maximum value of 10"}]
                """));
  }

  @Test
  void saysThatADocumentIsValidAndGaveTheSchemaToTheModel() throws Exception {
    Answer answer = generate(withSchema("say {\"title\":\"abc\",\"size\":1}", SCHEMA));

    assertThat(answer.last().bool("valid")).isTrue();
    assertThat(answer.last().array("violations")).isNull();
    JsonObject request = lastRequest();
    assertThat(request.get("response_format"))
        .isEqualTo(JsonValue.parse("{\"type\":\"json_object\"}"));
    JsonArray messages = request.array("messages");
    assertThat(messages).isNotNull();
    assertThat(messages.toJson()).contains("one JSON document", "#/$defs/size");
  }

  @Test
  void seeksTheKindOfDocumentThatTheSchemaAsksFor() throws Exception {
    Answer answer = generate(withSchema("say It is 4|2", "{\"type\":\"integer\"}"));
    assertThat(answer.lines()).contains("{\"status\":\"chunk\",\"data\":42}");
    assertThat(answer.last().bool("valid")).isTrue();
    assertThat(lastRequest().get("response_format")).isNull();
  }

  @Test
  void tellsPatchesThatGiveTheDocument() throws Exception {
    String text = "科技".repeat(50);
    Answer answer =
        generate(
            "{\"format\":\"json-patch\",\"prompt\":"
                + quoted("say {\"a\":{\"t\":\"" + text + "|x|y|\\u00e9|\"},\"b\":[|1]}")
                + "}");

    assertThat(answer.lines().get(1))
        .isEqualTo(
            "{\"status\":\"patch\",\"patch\":[{\"op\":\"replace\",\"path\":\"\",\"value\":{}},"
                + "{\"op\":\"add\",\"path\":\"/a\",\"value\":{}}]}");
    JsonValue document = JsonValue.parse("null");
    for (JsonObject event : answer.data()) {
      JsonValue patch = event.get("patch");
      if (patch != null) {
        document = JsonPatch.parse(patch).apply(document);
      }
    }
    assertThat(document)
        .isEqualTo(JsonValue.parse("{\"a\":{\"t\":\"" + text + "xyé\"},\"b\":[1]}"));
    assertThat(answer.last().string("status")).isEqualTo("end");
  }

  @Test
  void tellsTextWithoutSeekingJson() throws Exception {
    Answer answer = generate("{\"format\":\"text\",\"prompt\":\"say no {|JSON\"}");
    String text =
        answer.data().stream()
            .filter(data -> "text".equals(data.string("status")))
            .map(data -> String.valueOf(data.string("chunk")))
            .collect(Collectors.joining());
    assertThat(text).isEqualTo("no {JSON");
    assertThat(answer.last().string("status")).isEqualTo("end");
    assertThat(answer.last().get("valid")).isNull();
    assertThat(lastRequest().array("messages"))
        .isEqualTo(JsonValue.parse("[{\"role\":\"user\",\"content\":\"say no {|JSON\"}]"));
  }

  @Test
  void passesAConversationOn() throws Exception {
    generate(
        """
        {"model":"ark","messages":[{"role":"system","content":"Be brief."},
          {"role":"user","content":"a"},{"role":"assistant","content":"b"},
          {"role":"user","content":"say {}"}]}
        """);
    JsonArray messages = lastRequest().array("messages");
    assertThat(messages).isNotNull();
    assertThat(messages.items()).hasSize(5);
    assertThat(messages.items().subList(1, 5))
        .isEqualTo(
            ((JsonArray)
                    JsonValue.parse(
                        """
                        [{"role":"system","content":"Be brief."},{"role":"user","content":"a"},
                         {"role":"assistant","content":"b"},{"role":"user","content":"say {}"}]
                        """))
                .items());
  }

  @Test
  void endsWithOneErrorWhenTheTextIsNotTheDocument() throws Exception {
    for (String text : List.of("say no document", "say {\"a\":\"half", "say {\"a\":1,}")) {
      Answer answer = generate(prompt(text));
      assertThat(answer.last().string("status")).as(answer.body()).isEqualTo("error");
      assertThat(answer.last().string("code")).isEqualTo("output_invalid");
      assertThat(answer.body()).doesNotContain("\"end\"");
    }
  }

  @Test
  void tellsThatAModelRefusesTheRequest() throws Exception {
    int before = provider.requests().size();
    Answer answer = generate(withSchema("status 400", SCHEMA));
    assertThat(answer.last().string("code")).isEqualTo("upstream_rejected");
    assertThat(provider.requests()).as("asked once").hasSize(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                          | 'prompt' and 'messages'",
        "{'prompt':'a','messages':[]}                | 'prompt' and 'messages'",
        "{'prompt':' '}                              | 'prompt' is missing or blank",
        "{'messages':[{'role':'assistant','content':'a'}]} | must have the role user",
        "{'prompt':'a','format':'xml'}               | increments, json-patch, text",
        "{'prompt':'a','schema':'{}'}                | an object or a boolean",
        "{'prompt':'a','schema':{'type':'text'}}     | 'schema' is not a JSON Schema: at '/type'",
        "{'prompt':'a','schema':{'$ref':'https://a.test/x'}} | must lead into the schema itself",
        "{'prompt':'a','schema':{'pattern':'('}}     | Unclosed group",
        "{'prompt':'a','schema':{},'format':'text'}  | leave one of them out",
        "{'prompt':'a','model':'unknown'}            | There is no model of that name",
      })
  void saysWhatIsWrongWithARequestBeforeAModelIsAsked(String body, String detail) throws Exception {
    int before = provider.requests().size();
    Answer answer = generate(body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains(detail).doesNotContain("Exception");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void takesPostsAlone() throws Exception {
    Answer get = Answer.get(uri("api/generate?prompt=x"));
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Content-Type")).startsWith("application/problem+json");
    assertThat(get.header("Allow")).contains("POST");
  }

  private Answer generate(String body) throws Exception {
    return Answer.post(uri("api/generate"), body);
  }

  private static String prompt(String text) {
    return "{\"prompt\":" + quoted(text) + "}";
  }

  private static String withSchema(String text, String schema) {
    return "{\"prompt\":" + quoted(text) + ",\"schema\":" + schema + "}";
  }

  private static String quoted(String text) {
    return new JsonString(text).toJson();
  }

  private static JsonObject lastRequest() {
    return provider.requests().get(provider.requests().size() - 1).json();
  }
}
