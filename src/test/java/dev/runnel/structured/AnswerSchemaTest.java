package dev.runnel.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnel.json.JsonValue;
import dev.runnel.log.LogEntry.Validity;
import dev.runnel.log.LogEntry.Violation;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {

  @Test
  void tellsEveryViolationWithItsPointer() throws UnusableSchemaException {
    Validity validity =
        check(
            """
            {"type":"object","required":["title","size"],"properties":{
              "title":{"type":"string","minLength":3},
              "a/b":{"anyOf":[{"type":"null"},{"const":2}]}},
             "additionalProperties":false}
            """,
            "{\"title\":\"ab\",\"a/b\":1,\"x\":0}");
    assertThat(validity.valid()).isFalse();
    assertThat(validity.violations())
        .contains(
            new Violation("/title", "must be at least 3 characters long"),
            new Violation("", "required property 'size' not found"),
            new Violation("/a~1b", "integer found, null expected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                      | {'a':[1]}",
        "true                    | [1]",
        "{'type':'integer'}      | 1.0",
        "{'type':'integer'}      | 1e3",
        "{'const':1.0}           | 1",
        "{'enum':[1]}            | 1.0",
        "{'minLength':2}         | '😀😀'",
        "{'maximum':1e999}       | 12345678901234567890",
        "{'multipleOf':0.1}      | 0.3",
        "{'exclusiveMaximum':1}  | -1e400000000",
        "{'format':'date'}       | 'not checked'",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'null'}}} | null",
        "{'$ref':'https://json-schema.org/draft/2020-12/schema'} | {'type':'null'}",
        "{'unevaluatedProperties':false,'properties':{'a':true}} | {'a':1}",
        "{'$schema':'http://json-schema.org/draft-07/schema','items':[{'type':'null'}]} | [null,1]",
      })
  void letsValidDocumentsPass(String schema, String document) throws UnusableSchemaException {
    assertThat(check(schema.replace('\'', '"'), document.replace('\'', '"')).violations())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "false                   | 1",
        "{'type':'integer'}      | 1.5",
        "{'const':1}             | 1.0000000000000000000000001",
        "{'maximum':1}           | 1e400000000",
        "{'type':'integer','maximum':1} | 1e400000000",
        "{'type':'integer','maximum':1} | 12345678901234567890.0",
        "{'type':'integer','maximum':1} | 12345678901234567890.5",
        "{'minimum':0}           | -1e400000000",
        "{'exclusiveMinimum':1}  | 1e-400000000",
        "{'uniqueItems':true}    | [1,1.0]",
        "{'unevaluatedProperties':false,'properties':{'a':true}} | {'b':1}",
        "{'contains':{'const':1}} | [2]",
        "{'additionalProperties':{'type':'null'}} | {'a':1}",
      })
  void refusesDocumentsThatAreNot(String schema, String document) throws UnusableSchemaException {
    assertThat(check(schema.replace('\'', '"'), document.replace('\'', '"')).valid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1                              | boolean",
        "{'type':'text'}                | /type",
        "{'minimum':'3'}                | /minimum",
        "{'properties':[]}              | /properties",
        "{'$ref':'#/$defs/absent'}      | /$defs/absent cannot be resolved",
        "{'items':{'$ref':'https://a.test/x'}} | https://a.test/x",
        "{'$ref':'http://127.0.0.1:1/x'} | must lead into the schema itself",
        "{'$ref':'#/%'}                 | cannot be used: URLDecoder",
        "{'$ref':'file:///etc/passwd'}  | loaded. References must lead",
        "{'$ref':'classpath:META-INF/MANIFEST.MF'} | not allowed",
        "{'$ref':'https://json-schema.org/draft/absent'} | schema",
        "{'$schema':'https://a.test/own'} | Known: http://json-schema.org/draft-04/schema",
        "{'$schema':7}                  | $schema",
        "{'properties':{'a':{'pattern':'('}}} | Unclosed group",
        "{'patternProperties':{'[':{}}} | Unclosed character class",
      })
  void saysWhyASchemaCannotBeUsed(String schema, String why) {
    assertUnusable(schema.replace('\'', '"'), why);
  }

  @Test
  void refusesASchemaOverTheNamedLimits() {
    String longest = "{\"title\":\"" + "x".repeat(AnswerSchema.MAX_CHARS - 12) + "\"}";
    assertUnusable(longest.replace("x\"", "xx\""), "allowed are " + AnswerSchema.MAX_CHARS);
    assertThat(new String[] {longest})
        .allSatisfy(schema -> assertThat(AnswerSchema.of(JsonValue.parse(schema))).isNotNull());
    String pattern = "a".repeat(BoundedPatterns.MAX_PATTERN_CHARS + 1);
    assertUnusable("{\"pattern\":\"" + pattern + "\"}", "more than 1000 characters");
    String groups = "(".repeat(BoundedPatterns.MAX_BRACKETS);
    assertUnusable("{\"pattern\":\"" + groups + "\"}", "Unclosed group");
    assertUnusable("{\"pattern\":\"[" + groups + "\"}", "more than 200 brackets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:(?:){2147483647}){2147483647}",
        "((){2000000000}){2000000000}x",
        "(?:(?=){99999}){99999}",
        "(){2147483647}",
        "((((((){100}){100}){100}){100}){100}){100}",
        "(a{400}){400}",
      })
  void refusesRepetitionsOfNothingWithoutEnd(String pattern) {
    assertUnusable("{\"pattern\":\"" + pattern + "\"}", "repetitions come to more than 100000");
  }

  @Test
  void takesRepetitionsThatPeopleWrite() throws UnusableSchemaException {
    String uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    assertThat(
            check("{\"pattern\":\"" + uuid + "\"}", "\"123e4567-e89b-12d3-a456-426614174000\"")
                .valid())
        .isTrue();
  }

  @Test
  void givesUpACheckWhoseStepsAreCostly() throws UnusableSchemaException {
    String twenty = "{\"$ref\":\"#/$defs/a\"},".repeat(400).replaceFirst(",$", "");
    String schema =
        "{\"allOf\":["
            + twenty
            + "],\"$defs\":{\"a\":{\"allOf\":["
            + twenty.replace("/a", "/b")
            + "]},\"b\":{\"uniqueItems\":true}}}";
    StringBuilder colliding = new StringBuilder("[\"\"");
    for (int i = 0; i < 1 << 11; i++) {
      String name = Integer.toBinaryString(i | 1 << 11).replace("0", "Aa").replace("1", "BB");
      colliding.append(",\"").append(name).append('"');
    }
    assertThat(check(schema, colliding + "]").violations())
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.message()).contains("could not be checked to its end"));
  }

  @Test
  void countsWhatItCouldNotCheckAmongTheViolationsItTells() throws UnusableSchemaException {
    Set<Violation> told = new HashSet<>();
    for (int i = 0; i < CompiledSchema.MAX_VIOLATIONS; i++) {
      told.add(new Violation("/" + i, "told"));
    }
    Validity validity =
        AnswerSchema.of(JsonValue.parse("{\"$ref\":\"#\"}")).check(JsonValue.parse("1"), told);
    assertThat(validity.violations())
        .hasSize(CompiledSchema.MAX_VIOLATIONS)
        .first()
        .isEqualTo(gap("the schema applies more than 512 schemas inside each other"));
  }

  @Test
  void keepsSchemasOfDifferentCallersApart() throws UnusableSchemaException {
    String id = "\"$id\":\"https://a.test/shared\"";
    assertThat(check("{" + id + ",\"type\":\"null\"}", "1").valid()).isFalse();
    assertThat(check("{" + id + ",\"type\":\"integer\"}", "1").valid()).isTrue();
    assertUnusable("{\"$ref\":\"https://a.test/shared\"}", "https://a.test/shared");
  }

  @Test
  void readsAnyNumberOfSchemas() throws UnusableSchemaException {
    // The metaschema holds each id against a pattern: together that is more than one answer may.
    String id = "https://a.test/" + "x".repeat(60_000);
    JsonValue schema = JsonValue.parse("{\"$id\":\"" + id + "\",\"type\":\"null\"}");
    for (int i = 0; i <= BoundedPatterns.MAX_READS / id.length(); i++) {
      assertThat(AnswerSchema.of(schema).check(JsonValue.parse("null"), Set.of()).valid()).isTrue();
    }
  }

  @Test
  void givesUpAPatternThatTakesTooLong() throws UnusableSchemaException {
    Validity validity = check("{\"pattern\":\"^(.*a){20}$\"}", '"' + "a".repeat(60) + "b\"");
    assertThat(validity.violations()).containsExactly(gap("a pattern takes too long on this text"));
  }

  @Test
  void givesUpAPatternThatTakesTooMuchStack() throws UnusableSchemaException {
    Validity validity = check("{\"pattern\":\"^(a|b)*$\"}", '"' + "ab".repeat(500_000) + '"');
    assertThat(validity.violations()).contains(gap("a pattern takes too long on this text"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"#\"}",
        "{\"allOf\":[{\"$ref\":\"#\"}]}",
        "{\"not\":{\"$ref\":\"#\"}}"
      })
  void givesUpASchemaThatAppliesItselfWithoutEnd(String schema) throws UnusableSchemaException {
    assertThat(check(schema, "1").violations())
        .containsExactly(gap("the schema applies more than 512 schemas inside each other"));
  }

  @Test
  void givesUpAtADynamicReferenceThatLeadsNowhere() throws UnusableSchemaException {
    assertThat(check("{\"$dynamicRef\":\"#x\"}", "1").violations())
        .containsExactly(gap("a reference of the schema leads nowhere"));
  }

  @Test
  void givesUpAfterTheNamedNumberOfSteps() throws UnusableSchemaException {
    String schema =
        "{\"type\":\"array\",\"anyOf\":[{\"items\":{\"$ref\":\"#\"}},"
            + "{\"items\":{\"$ref\":\"#\"},\"minItems\":1}]}";
    String deep = "[".repeat(60) + "1" + "]".repeat(60);
    assertThat(check(schema, deep).violations())
        .anySatisfy(
            violation ->
                assertThat(violation.message()).contains("could not be checked to its end"));
  }

  @Test
  void givesUpAfterTheNamedNumberOfViolations() throws UnusableSchemaException {
    StringBuilder names = new StringBuilder("\"n\"");
    for (int i = 0; i < 5_000; i++) {
      names.append(",\"").append(i).append('"');
    }
    Validity validity =
        check("{\"items\":{\"required\":[" + names + "]}}", "[" + "{},".repeat(5_000) + "{}]");
    assertThat(validity.violations())
        .hasSize(CompiledSchema.MAX_VIOLATIONS)
        .contains(gap("there are more than 10000 violations"));
  }

  @Test
  void cutsALongMessage() throws UnusableSchemaException {
    String word = "x".repeat(1_000);
    assertThat(check("{\"enum\":[\"" + word + "\"]}", "1").violations())
        .allSatisfy(
            violation ->
                assertThat(violation.message()).hasSize(CompiledSchema.MAX_MESSAGE_CHARS + 1));
  }

  @Test
  void checksTheDeepestDocumentOnTheStackOfAnyServer() throws Exception {
    String schema = "{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"items\":{\"$ref\":\"#\"}}";
    String deep = "[".repeat(511) + "1" + "]".repeat(511);
    AtomicReference<Object> result = new AtomicReference<>("nothing");
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                result.set(check(schema, deep));
              } catch (UnusableSchemaException | StackOverflowError e) {
                result.set(e);
              }
            },
            "small stack",
            512 << 10);
    small.start();
    small.join();
    assertThat(result.get()).isInstanceOf(Validity.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                           | OBJECT,ARRAY",
        "true                         | OBJECT,ARRAY",
        "{'type':'object'}            | OBJECT",
        "{'type':'array'}             | ARRAY",
        "{'type':['integer','null']}  | NUMBER,NULL",
        "{'type':['string','boolean']} | STRING,BOOLEAN",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'array'}}} | ARRAY",
        "{'enum':['yes','no']}        | STRING",
        "{'enum':[1,null,true]}       | NUMBER,NULL,BOOLEAN",
        "{'const':{}}                 | OBJECT",
        // What only a reference makes a schema may hold anything.
        "{'$ref':'#/x','x':{'type':'text'}} | OBJECT,ARRAY",
        "{'$ref':'#/x','x':{'type':[]}} | OBJECT,ARRAY",
      })
  void seeksTheKindOfDocumentThatTheSchemaAsksFor(String schema, String kinds)
      throws UnusableSchemaException {
    AnswerSchema read = AnswerSchema.of(JsonValue.parse(schema.replace('\'', '"')));
    assertThat(read.kinds()).extracting(Enum::name).containsExactlyInAnyOrder(kinds.split(",", -1));
  }

  private static Validity check(String schema, String document) throws UnusableSchemaException {
    return AnswerSchema.of(JsonValue.parse(schema)).check(JsonValue.parse(document), Set.of());
  }

  private static Violation gap(String why) {
    return new Violation("", "the document could not be checked to its end: " + why);
  }

  private static void assertUnusable(String schema, String why) {
    assertThatExceptionOfType(UnusableSchemaException.class)
        .isThrownBy(() -> AnswerSchema.of(JsonValue.parse(schema)))
        .withMessageContaining(why)
        .satisfies(unusable -> assertThat(unusable.detail()).startsWith("'schema' "));
  }
}
