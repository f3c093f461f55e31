package dev.runnel.app;

import dev.runnel.web.structured.HelloWorldResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The original's path, which stands at the root. */
@ApplicationPath("/helloworld")
public class HelloWorldApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return WebClasses.with(HelloWorldResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return WebClasses.properties();
  }
}
