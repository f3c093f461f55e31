package dev.runnel.container;

import dev.runnel.standin.ProviderStandIn;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the container tests share: the WAR that Maven built, on a real server, asked over HTTP, with
 * a provider on the loopback address behind it.
 */
@ExtendWith(ArquillianExtension.class)
abstract class ContainerTest {

  static ProviderStandIn provider;

  @ArquillianResource URL base;

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
        .importFrom(new File(System.getProperty("runnel.war")))
        .as(WebArchive.class);
  }

  @BeforeAll
  static void startProvider() throws IOException {
    provider = ProviderStandIn.start(Integer.getInteger("provider.port"), ScriptedProvider::answer);
  }

  @AfterAll
  static void stopProvider() throws IOException {
    provider.close();
  }

  /** A path of the server, by its loopback name: callers by another one are sent away. */
  URI uri(String path) {
    return URI.create("http://localhost:" + base.getPort() + "/" + path);
  }
}
