package dev.runnel.container;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The pages where the application is one of several: what they refer to is below its path. */
class PagesBelowPathIT extends PageTests {

  @Deployment(testable = false)
  static WebArchive deployment() {
    return warAt("runnel.war", "/runnel", SETTINGS);
  }

  @Override
  URI root() {
    return uri("runnel/");
  }
}
