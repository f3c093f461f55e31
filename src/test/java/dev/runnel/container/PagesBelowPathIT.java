package dev.runnel.container;

import dev.runnel.browser.View;
import java.net.URI;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The pages where the application is one of several: what they refer to is below its path. */
class PagesBelowPathIT extends PageTests {

  @Deployment(testable = false)
  static WebArchive deployment() {
    return warAt("runnel.war", "/runnel", SETTINGS);
  }

  /** What a page looks like does not depend on its path. */
  static Stream<View> views() {
    return Stream.of(View.UNUSUAL);
  }

  @Override
  URI root() {
    return uri("runnel/");
  }
}
