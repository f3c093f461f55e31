package dev.runnel.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Container tests of the WAR as it is, with the settings of the environment. */
abstract class ContainerTest extends ServerTest {

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war();
  }
}
