package dev.runnel.model.openai;

import dev.runnel.config.OpenAiSettings;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.CompletionRequest.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a service is made to answer by a schema.
 *
 * <p>Both forms of the field hold objects only, so a schema for anything else is told in words. Ark
 * gets {@code json_object} and words: of its models fewer have {@code json_schema}. Other services
 * get {@code json_schema} without {@code strict}, which would refuse most schemas. A model that has
 * no such field refuses the request, and that is told: asking again without it would be another
 * request than the one that was made.
 *
 * @param json the value of {@code response_format}, or null for none
 * @param tellsSchema whether the schema is in it
 * @see <a href="https://platform.openai.com/docs/guides/structured-outputs">OpenAI, structured
 *     outputs</a>
 */
record ResponseFormat(@Nullable JsonObject json, boolean tellsSchema) {

  private static final ResponseFormat NONE = new ResponseFormat(null, false);

  private static final ResponseFormat OBJECT =
      new ResponseFormat(new JsonObjectBuilder().put("type", "json_object").build(), false);

  /** What a service is sent for a form of the answer. */
  static ResponseFormat of(OutputFormat output, OpenAiSettings service) {
    if (!(output instanceof OutputFormat.JsonSchema format)
        || !(JsonValue.parse(format.schema()) instanceof JsonObject schema)
        || !"object".equals(schema.string("type"))) {
      return NONE;
    }
    return service.ark() ? OBJECT : schema(schema);
  }

  private static ResponseFormat schema(JsonObject schema) {
    return new ResponseFormat(
        new JsonObjectBuilder()
            .put("type", "json_schema")
            .put(
                "json_schema",
                new JsonObjectBuilder().put("name", "answer").put("schema", schema).build())
            .build(),
        true);
  }
}
