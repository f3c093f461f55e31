package dev.runnel.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {

  @Test
  void hasTheShapeThatTheSchemaAsksFor() {
    assertThat(
            DemoDocument.of(
                """
                {"type":"object","properties":{
                  "kind":{"enum":["news","essay"]},
                  "version":{"const":3},
                  "title":{"type":"string","maxLength":9},
                  "stars":{"type":"integer","minimum":5},
                  "cold":{"type":"number","maximum":-2.5},
                  "open":{"type":"boolean"},
                  "none":{"type":"null"},
                  "tags":{"type":"array","items":{"type":"string","maxLength":4},"minItems":3},
                  "author":{"$ref":"#/$defs/person"}},
                 "$defs":{"person":{"type":"object","properties":{"age":{"type":["integer","null"]}}}}}
                """,
                false))
        .isEqualTo(
            "{\"kind\":\"news\",\"version\":3,\"title\":\"Demo text\",\"stars\":5,\"cold\":-2.5,"
                + "\"open\":true,\"none\":null,\"tags\":[\"Demo\",\"Demo\",\"Demo\"],"
                + "\"author\":{\"age\":1}}");
  }

  @Test
  void saysWhatItIsInTheLanguageOfTheQuestion() {
    assertThat(DemoDocument.of("{\"type\":\"string\"}", true)).contains("演示模型");
    assertThat(DemoDocument.of("true", false)).contains("demo model");
  }

  @Test
  void endsForASchemaThatContainsItself() {
    String nested =
        DemoDocument.of(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"$ref\":\"#\"}}}",
            false);
    assertThat(nested.length()).isLessThan(20_000);
    JsonValue.parse(nested);
  }

  @Test
  void staysSmallForASchemaThatAsksForMuch() {
    String array =
        DemoDocument.of(
            "{\"type\":\"array\",\"minItems\":1000000000,\"items\":"
                + "{\"type\":\"string\",\"minLength\":1000000000}}",
            false);
    assertThat(array.length()).isLessThan(500_000);
    for (String bound : java.util.List.of("1e999999999", "0e-999999999", "1e-999999999")) {
      assertThat(DemoDocument.of("{\"type\":\"number\",\"minimum\":" + bound + "}", false))
          .isIn("1", bound);
      assertThat(DemoDocument.of("{\"type\":\"number\",\"maximum\":" + bound + "}", false))
          .isIn("1", bound);
    }
    StringBuilder many = new StringBuilder("{\"type\":\"object\",\"properties\":{");
    for (int i = 0; i < 199; i++) {
      many.append("\"p").append(i).append("\":{\"$ref\":\"#/$defs/big\"},");
    }
    many.append("\"last\":true},\"$defs\":{\"big\":{\"const\":\"").append("x".repeat(50_000));
    assertThat(DemoDocument.of(many + "\"}}}", false).length()).isLessThan(100_000);
  }

  @Test
  void standsWhatOnlyAReferenceMakesASchema() {
    assertThat(DemoDocument.of("{\"$ref\":\"#/x\",\"x\":{\"type\":[]}}", false)).contains("demo");
    assertThat(DemoDocument.of("{\"$ref\":\"#/x\",\"x\":{\"type\":7}}", false)).contains("demo");
  }
}
