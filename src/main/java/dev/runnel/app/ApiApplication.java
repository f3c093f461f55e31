package dev.runnel.app;

import dev.runnel.web.admin.AdminResource;
import dev.runnel.web.chat.ChatResource;
import dev.runnel.web.conversations.ConversationsResource;
import dev.runnel.web.metrics.MetricsResource;
import dev.runnel.web.models.ModelsResource;
import dev.runnel.web.streams.StreamsResource;
import dev.runnel.web.structured.GenerateResource;
import dev.runnel.web.uimessage.UiChatResource;
import dev.runnel.web.uimessage.UiMessageReplies;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** Everything below {@code /api}. Mounted at the root, JAX-RS would hide the pages. */
@ApplicationPath("/api")
public class ApiApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return WebClasses.with(
        AdminResource.class,
        ChatResource.class,
        ConversationsResource.class,
        GenerateResource.class,
        MetricsResource.class,
        ModelsResource.class,
        StreamsResource.class,
        UiChatResource.class,
        UiMessageReplies.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return WebClasses.properties();
  }
}
