package dev.runnel.container;

import dev.runnel.standin.ProviderStandIn;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What all container tests share: the WAR that Maven built, on a real server, asked over HTTP, with
 * a provider on the loopback address behind it. A subclass says what it deploys.
 */
@ExtendWith(ArquillianExtension.class)
abstract class ServerTest {

  private static final String CONFIG = "WEB-INF/classes/META-INF/microprofile-config.properties";

  static ProviderStandIn provider;

  @ArquillianResource URL base;

  /**
   * The WAR, with settings of its own if any are given.
   *
   * @param settings lines of a properties file; they go before the environment
   */
  static WebArchive war(String... settings) {
    return warAt("ROOT.war", "/", settings);
  }

  /**
   * The same at a context root.
   *
   * @param name of the file: the context root follows from it, but on the full Payara Server
   */
  static WebArchive warAt(String name, String contextRoot, String... settings) {
    WebArchive war =
        ShrinkWrap.create(ZipImporter.class, name)
            .importFrom(new File(System.getProperty("runnel.war")))
            .as(WebArchive.class);
    if ("payara-server".equals(System.getProperty("arquillian.launch"))) {
      putAt(contextRoot, war);
    }
    if (settings.length > 0) {
      // Behind what the WAR says itself, not in its place.
      String own = text(war, CONFIG);
      war.delete(CONFIG);
      war.addAsResource(
          new StringAsset(own + "\nconfig_ordinal=500\n" + String.join("\n", settings) + "\n"),
          "META-INF/microprofile-config.properties");
    }
    return war;
  }

  private static String text(WebArchive war, String path) {
    try (InputStream in = war.get(path).getAsset().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Arquillian tells the full Payara Server no context root. */
  private static void putAt(String contextRoot, WebArchive war) {
    String descriptor = text(war, "WEB-INF/glassfish-web.xml");
    war.delete("WEB-INF/glassfish-web.xml");
    war.addAsWebInfResource(
        new StringAsset(
            descriptor.replace(
                "<glassfish-web-app>",
                "<glassfish-web-app><context-root>" + contextRoot + "</context-root>")),
        "glassfish-web.xml");
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
