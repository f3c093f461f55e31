package dev.runnel.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonEqualityTest {

  @Test
  void comparesNumbersByTheirValueHoweverTheyAreWritten() {
    assertAllEqual("1", "1.0", "1e0", "10e-1", "0.1E+1", "1000e-3", "0.001e3");
    assertAllEqual("0", "-0", "0.0", "0e1000000000", "-0.00E-7");
    assertAllEqual("-120.5", "-1205e-1", "-0.1205e3", "-120.500");
    assertDifferent("1", "-1");
    assertDifferent("1", "10");
    assertDifferent("1", "1.0000000000000000000000001");
    assertDifferent("100000000000000000000", "100000000000000000001");
    assertDifferent("1e400", "2e400");
  }

  @Test
  void comparesNumbersOfAnyExponentAtTheCostOfTheirText() {
    assertAllEqual("1e1000000000", "10e999999999", "0.1e1000000001");
    assertAllEqual("1e-99999999999999999999", "10e-100000000000000000000");
    assertDifferent("1e1000000000", "1");
    assertDifferent("1e1000000000", "1e1000000001");
    assertDifferent("1e99999999999999999999", "1e-99999999999999999999");
  }

  @Test
  void comparesObjectsInAnyOrderAndArraysInTheirs() {
    assertAllEqual("{\"a\":1,\"b\":[2,{}]}", "{\"b\":[2.0,{}],\"a\":1}");
    assertDifferent("[1,2]", "[2,1]");
    assertDifferent("[1]", "[1,1]");
    assertDifferent("{\"a\":1}", "{\"a\":1,\"b\":1}");
    assertDifferent("{\"a\":null}", "{\"b\":null}");
    assertDifferent("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void comparesStringsUnitByUnit() {
    assertAllEqual("\"\\u00e9\"", "\"é\"");
    assertDifferent("\"é\"", "\"e\u0301\"");
    assertDifferent("\"a\"", "\"A\"");
  }

  @Test
  void keepsTheTypesApart() {
    List<String> values = List.of("null", "false", "true", "0", "\"\"", "\"0\"", "[]", "{}");
    for (String a : values) {
      for (String b : values) {
        assertThat(equal(a, b)).as("%s and %s", a, b).isEqualTo(a.equals(b));
      }
    }
  }

  private static void assertAllEqual(String... values) {
    for (String a : values) {
      for (String b : values) {
        assertThat(equal(a, b)).as("%s and %s", a, b).isTrue();
      }
    }
  }

  private static void assertDifferent(String a, String b) {
    assertThat(equal(a, b)).as("%s and %s", a, b).isFalse();
    assertThat(equal(b, a)).as("%s and %s", b, a).isFalse();
  }

  private static boolean equal(String a, String b) {
    return JsonEquality.equal(JsonValue.parse(a), JsonValue.parse(b));
  }
}
