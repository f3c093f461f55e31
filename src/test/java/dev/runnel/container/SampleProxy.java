package dev.runnel.container;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/** A real proxy in front of a server, by its sample configuration. It ends when it is closed. */
final class SampleProxy implements AutoCloseable {

  private final Process process;
  private final LoopbackKeys keys;
  private final int plain;
  private final int tls;

  private SampleProxy(Process process, LoopbackKeys keys, int plain, int tls) {
    this.process = process;
    this.keys = keys;
    this.plain = plain;
    this.tls = tls;
  }

  /**
   * Starts one, with all its files in a folder.
   *
   * @param behind the port of what is behind it
   * @param values what to substitute in the sample, beside addresses and the files of keys
   */
  static SampleProxy start(ProxySample kind, Path folder, int behind, Map<String, String> values)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder);
    LoopbackKeys keys = LoopbackKeys.in(folder);
    int plain = Ports.free();
    int tls = Ports.free();
    Path configuration = kind.write(folder, keys, plain, tls, behind, values);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(kind.command(kind.executable().orElseThrow(), folder, configuration))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Await.until(kind + " listens", () -> !process.isAlive() || Ports.listens(tls));
    if (!process.isAlive()) {
      throw new AssertionError(kind + " does not start: " + Files.readString(output));
    }
    return new SampleProxy(process, keys, plain, tls);
  }

  /** The root of the server behind it. */
  URI root() {
    return URI.create("https://localhost:" + tls + "/");
  }

  /** The same without TLS. */
  URI plain() {
    return URI.create("http://localhost:" + plain + "/");
  }

  /** A browser, as far as HTTP goes: TLS and HTTP/2. */
  HttpClient browser() throws GeneralSecurityException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(keys.trusting())
        .build();
  }

  @Override
  public void close() {
    process.destroy();
    Await.until("the proxy ends", () -> !process.isAlive());
  }
}
