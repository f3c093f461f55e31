package dev.runnel.container;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The pages where the server's own root is the application's. */
class PagesIT extends PageTests {

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(SETTINGS);
  }

  @Override
  URI root() {
    return uri("");
  }
}
