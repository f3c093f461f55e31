package dev.runnel.web.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.ScriptedModel;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.junit.jupiter.api.Test;

class ModelsResourceTest {

  @Test
  @SuppressWarnings("UnnecessaryAssignment") // as a container does
  void listsEachModelInTheOrderOfItsMembers() {
    ModelsResource resource = new ModelsResource();
    resource.catalog = new ScriptedModel().catalog();
    Jsonb jsonb = JsonbBuilder.create();
    assertThat(jsonb.toJson(resource.models()))
        .isEqualTo(
            "{\"models\":["
                + "{\"id\":\"ark\",\"provider\":\"ark\",\"default_for\":[],\"configured\":false},"
                + "{\"id\":\"scripted\",\"provider\":\"openai\","
                + "\"default_for\":[\"chat\",\"structured\"],\"configured\":true}]}");
  }
}
