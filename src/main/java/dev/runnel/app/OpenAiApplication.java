package dev.runnel.app;

import dev.runnel.web.openai.ChatCompletionsResource;
import dev.runnel.web.openai.OpenAiCors;
import dev.runnel.web.openai.OpenAiModelsResource;
import dev.runnel.web.openai.OpenAiReplies;
import dev.runnel.web.openai.ReplyForm;
import dev.runnel.web.openai.UnknownModelMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** OpenAI's API, at the path that its clients add to a base URL by habit. */
@ApplicationPath("/v1")
public class OpenAiApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return WebClasses.with(
        ChatCompletionsResource.class,
        OpenAiCors.class,
        OpenAiModelsResource.class,
        OpenAiReplies.class,
        ReplyForm.class,
        UnknownModelMapper.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return WebClasses.properties();
  }
}
