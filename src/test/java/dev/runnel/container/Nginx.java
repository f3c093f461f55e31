package dev.runnel.container;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A real nginx in front of the server, with its defaults where nothing else is said: it buffers,
 * and speaks HTTP/1.0 to what is behind it. It ends when it is closed.
 */
final class Nginx implements AutoCloseable {

  /** How long {@link #impatient} waits for the next byte. */
  static final int PATIENCE_SECONDS = 1;

  /** The header that tells which connection a reply comes over. */
  static final String CONNECTION = "X-Test-Connection";

  private final Process process;
  private final LoopbackKeys keys;
  private final int plainPort;
  private final int impatientPort;
  private final int http2Port;

  private Nginx(
      Process process, LoopbackKeys keys, int plainPort, int impatientPort, int http2Port) {
    this.process = process;
    this.keys = keys;
    this.plainPort = plainPort;
    this.impatientPort = impatientPort;
    this.http2Port = http2Port;
  }

  /** Whether there is an nginx. */
  static boolean isInstalled() throws InterruptedException {
    return executable().isPresent();
  }

  /** On the PATH, or where Debian puts it, which is not on the PATH of every user. */
  static Optional<String> executable() throws InterruptedException {
    for (String name : List.of("nginx", "/usr/sbin/nginx")) {
      try {
        if (new ProcessBuilder(name, "-v").redirectErrorStream(true).start().waitFor() == 0) {
          return Optional.of(name);
        }
      } catch (IOException absent) {
        // Perhaps the next.
      }
    }
    return Optional.empty();
  }

  /**
   * Starts one, with all its files in a folder.
   *
   * @param serverPort the server's
   * @param providerPort the provider's, to see what the proxy does to another stream
   */
  static Nginx start(Path folder, int serverPort, int providerPort)
      throws IOException, InterruptedException, GeneralSecurityException {
    LoopbackKeys keys = LoopbackKeys.in(folder);
    int plain = Ports.free();
    int impatient = Ports.free();
    int http2 = Ports.free();
    String configuration =
        """
        daemon off;
        %1$s
        pid %2$s/nginx.pid;
        error_log %2$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
          server {
            listen 127.0.0.1:%3$d;
            location / { proxy_pass http://127.0.0.1:%6$d; }
          }
          server {
            listen 127.0.0.1:%4$d;
            proxy_read_timeout %8$ds;
            location / { proxy_pass http://127.0.0.1:%6$d; }
            location /provider/ {
              proxy_buffering off;
              proxy_pass http://127.0.0.1:%7$d;
            }
          }
          server {
            listen 127.0.0.1:%5$d ssl http2;
            ssl_certificate %2$s/certificate.pem;
            ssl_certificate_key %2$s/key.pem;
            add_header %9$s $connection;
            location / { proxy_pass http://127.0.0.1:%6$d; }
          }
        }
        """
            .formatted(
                // A worker of another user could not reach the folder.
                "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                folder,
                plain,
                impatient,
                http2,
                serverPort,
                providerPort,
                PATIENCE_SECONDS,
                CONNECTION);
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                executable().orElseThrow(), "-p", folder.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Nginx nginx = new Nginx(process, keys, plain, impatient, http2);
    Await.until("nginx listens", () -> !process.isAlive() || Ports.listens(http2));
    if (!process.isAlive()) {
      throw new AssertionError("nginx does not start: " + Files.readString(output));
    }
    return nginx;
  }

  /** The root of the server, as nginx has it by default. */
  URI plain() {
    return URI.create("http://localhost:" + plainPort + "/");
  }

  /** The root of the server behind a proxy that does not wait long. */
  URI impatient() {
    return URI.create("http://localhost:" + impatientPort + "/");
  }

  /** The root of the server over TLS and HTTP/2. */
  URI http2() {
    return URI.create("https://localhost:" + http2Port + "/");
  }

  /** Asks the provider, behind the proxy that does not wait long. */
  StreamClient askProvider(String body) throws IOException {
    return StreamClient.open("POST", impatient().resolve("provider/"), body);
  }

  /** What trusts this proxy, and nobody else. */
  SSLContext trusting() throws GeneralSecurityException {
    return keys.trusting();
  }

  @Override
  public void close() {
    process.destroy();
    Await.until("nginx ends", () -> !process.isAlive());
  }
}
