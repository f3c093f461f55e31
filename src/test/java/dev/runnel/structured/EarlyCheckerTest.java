package dev.runnel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.increment.GrowingDocument;
import dev.runnel.increment.Increment;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonValue;
import dev.runnel.json.RandomJson;
import dev.runnel.log.LogEntry.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyCheckerTest {

  @Test
  void tellsEachViolationAsSoonAsItsValueIsWhole() throws UnusableSchemaException {
    List<String> told = new ArrayList<>();
    GrowingDocument document =
        watched(
            """
            {"type":"object","properties":{
              "title":{"type":"string","maxLength":3},
              "tags":{"type":"array","items":{"enum":["a","b"]}},
              "size":{"$ref":"#/$defs/size"},
              "more":{"type":"string"}},
             "$defs":{"size":{"type":"integer","minimum":10}}}
            """,
            told);

    document.feed("{\"title\":\"long");
    assertThat(told).isEmpty();
    document.feed("er\"");
    assertThat(told).containsExactly("/title: must be at most 3 characters long");
    document.feed(",\"tags\":[\"a\",\"c\"");
    assertThat(told).last().asString().startsWith("/tags/1: does not have a value in");
    document.feed("],\"size\":9");
    assertThat(told).hasSize(2);
    document.feed(",");
    assertThat(told).last().isEqualTo("/size: must have a minimum value of 10");
    document.feed("\"more\":{");
    assertThat(told).last().isEqualTo("/more: object found, string expected");
    document.feed("\"x\":1}}");
    assertThat(told).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'array'}                        | {'a':1}     | : object found, array expected",
        "{'type':'object'}                       | []          | : array found, object expected",
        "{'const':1}                             | 2           | : must be the constant value '1'",
        "{'pattern':'^a'}                        | 'b'         | : does not match the regex pattern ^a",
        "{'items':{'multipleOf':2}}              | [4,3]       | /1: must be multiple of 2",
        "{'prefixItems':[{}],'items':{'type':'null'}} | [1,2]  | /1: integer found, null expected",
        "{'prefixItems':[{'type':'null'}]}       | [1,2]       | /0: integer found, null expected",
        "{'properties':{'a/~b':{'minLength':1}}} | {'a/~b':''} | /a~1~0b: must be at least 1 characters long",
        "{'$ref':'#/$defs/a%20b','$defs':{'a b':{'type':'null'}}} | 1 | : integer found, null expected",
        "{'$schema':'http://json-schema.org/draft-07/schema#','items':[{'type':'null'}]} | [1,1] | /0: integer found, null expected",
      })
  void findsItsRulesAtEveryPlace(String schema, String document, String violation)
      throws UnusableSchemaException {
    List<String> told = new ArrayList<>();
    GrowingDocument growing = watched(schema.replace('\'', '"'), told);
    growing.feed(document.replace('\'', '"'));
    growing.end();
    assertThat(told).containsExactly(violation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // An old draft ignores what stands beside a reference.
        "{'$schema':'http://json-schema.org/draft-07/schema#','definitions':{'a':{}},'$ref':'#/definitions/a','type':'null'} | 1",
        // Below a schema with an id of its own the same reference leads elsewhere.
        "{'properties':{'a':{'$id':'https://a.test/','$ref':'#/$defs/x','$defs':{'x':{}}}},'$defs':{'x':{'type':'null'}}} | {'a':1}",
        "{'properties':{'a':{'$ref':'#/$defs/e/$defs/in'}},'$defs':{'t':{'type':'null'},'e':{'$id':'https://a.test/e','$defs':{'in':{'$ref':'#/$defs/t'},'t':{'type':'integer'}}}}} | {'a':1}",
        // A pattern that is given up says nothing of the patterns after it.
        "{'properties':{'a':{'pattern':'^(.*a){20}$'},'b':{'pattern':'^ok$'}}} | {'a':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab','b':'ok'}",
        // An endless reference asks nothing.
        "{'properties':{'a':{'$ref':'#/properties/a'}}} | {'a':1}",
        "{'anyOf':[{'type':'null'},{'type':'integer'}]} | 1",
      })
  void tellsNothingThatTheSchemaDoesNotAsk(String schema, String document)
      throws UnusableSchemaException {
    List<String> told = new ArrayList<>();
    GrowingDocument growing = watched(schema.replace('\'', '"'), told);
    growing.feed(document.replace('\'', '"'));
    growing.end();
    assertThat(told).isEmpty();
  }

  @Test
  void tellsNoMoreThanTheNamedNumber() throws UnusableSchemaException {
    List<String> told = new ArrayList<>();
    GrowingDocument growing = watched("{\"items\":{\"type\":\"null\"}}", told);
    growing.feed("[" + "1,".repeat(CompiledSchema.MAX_VIOLATIONS) + "1]");
    assertThat(told).hasSize(CompiledSchema.MAX_VIOLATIONS);
  }

  @Test
  void everyEarlyViolationIsOneOfTheWholeDocument() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    int early = 0;
    for (int i = 0; i < 3_000; i++) {
      JsonValue schema = new RandomSchema(random).next();
      JsonValue document = new RandomSchema(random).document(schema);
      Set<Violation> told = new LinkedHashSet<>();
      String what = "seed " + seed + ", schema " + schema.toJson() + ", " + document.toJson();
      try {
        AnswerSchema read = AnswerSchema.of(schema);
        EarlyChecker checker = new EarlyChecker(read.rules(), told::add);
        GrowingDocument growing = new GrowingDocument(checker);
        growing.feed(document.toJson());
        growing.end();
        List<Violation> whole = read.check(document, Set.of()).violations();
        // A schema that applies itself without end has no verdict.
        if (whole.stream().noneMatch(all -> all.message().contains("could not be checked"))) {
          assertThat(whole).as(what).containsAll(told);
          early += told.size();
        }
      } catch (UnusableSchemaException | RuntimeException e) {
        throw new AssertionError(what, e);
      }
    }
    assertThat(early).as("seed %s: the documents break rules", seed).isGreaterThan(500);
  }

  private static GrowingDocument watched(String schema, List<String> told)
      throws UnusableSchemaException {
    AnswerSchema read = AnswerSchema.of(JsonValue.parse(schema));
    EarlyChecker checker =
        new EarlyChecker(
            read.rules(), violation -> told.add(violation.path() + ": " + violation.message()));
    return new GrowingDocument(
        new IncrementHandler() {
          @Override
          public void increment(Increment increment) {
            checker.increment(increment);
          }

          @Override
          public void stringClosed(Place place) {
            checker.stringClosed(place);
          }
        });
  }
}
