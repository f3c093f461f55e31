package dev.runnel.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The proxies that there is a sample configuration for. */
enum ProxySample {
  /** Debian's nginx. */
  NGINX("it needs nginx (Debian's nginx-light)") {
    @Override
    Optional<String> executable() throws InterruptedException {
      return Nginx.executable();
    }

    @Override
    Map<String, String> shortPatience() {
      return Map.of("proxy_read_timeout 60s;", "proxy_read_timeout " + PATIENCE_SECONDS + "s;");
    }

    @Override
    String sample(Map<String, String> values) throws IOException {
      return Substitution.in("nginx/runnel.conf", values);
    }

    @Override
    Map<String, String> ports(int plain, int tls) {
      return Map.of(
          "listen 80;", "listen 127.0.0.1:" + plain + ";",
          "listen 443 ssl http2;", "listen 127.0.0.1:" + tls + " ssl http2;");
    }

    @Override
    String around(Path folder, Path sample, int plain, int tls) {
      return """
      daemon off;
      %1$s
      pid %2$s/proxy.pid;
      error_log %2$s/error.log;
      events {}
      http {
        access_log off;
        types { text/html html; }
        client_body_temp_path %2$s/body;
        proxy_temp_path %2$s/proxy;
        fastcgi_temp_path %2$s/fastcgi;
        uwsgi_temp_path %2$s/uwsgi;
        scgi_temp_path %2$s/scgi;
        include %3$s;
      }
      """
          .formatted(isRoot() ? "user root;" : "", folder, sample);
    }

    @Override
    List<String> command(String executable, Path folder, Path configuration) {
      return List.of(executable, "-p", folder.toString(), "-c", configuration.toString());
    }
  },

  /** Debian's Apache httpd, with the modules that the sample names and what Debian enables. */
  APACHE_HTTPD("it needs Apache httpd (Debian's apache2)") {
    @Override
    Optional<String> executable() {
      Path debians = Path.of("/usr/sbin/apache2");
      return Files.isExecutable(debians) ? Optional.of(debians.toString()) : Optional.empty();
    }

    @Override
    Map<String, String> shortPatience() {
      return Map.of("timeout=60", "timeout=" + PATIENCE_SECONDS);
    }

    @Override
    String sample(Map<String, String> values) throws IOException {
      return Substitution.in("apache-httpd/runnel.conf", values);
    }

    @Override
    Map<String, String> ports(int plain, int tls) {
      return Map.of(
          "<VirtualHost *:80>",
          "<VirtualHost *:" + plain + ">",
          "<VirtualHost *:443>",
          "<VirtualHost *:" + tls + ">");
    }

    @Override
    String around(Path folder, Path sample, int plain, int tls) {
      StringBuilder configuration = new StringBuilder();
      for (String module : MODULES) {
        configuration.append(
            "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(module));
      }
      return configuration
          + """
          %1$s
          ServerName localhost
          ServerRoot %2$s
          PidFile %2$s/proxy.pid
          DefaultRuntimeDir %2$s
          ErrorLog %2$s/error.log
          Listen 127.0.0.1:%4$d
          Listen 127.0.0.1:%5$d
          Include %3$s
          """
              .formatted(
                  isRoot() ? "User www-data\nGroup www-data" : "", folder, sample, plain, tls);
    }

    @Override
    List<String> command(String executable, Path folder, Path configuration) {
      return List.of(executable, "-f", configuration.toString(), "-DFOREGROUND");
    }
  };

  /** How long, in seconds, a proxy with {@link #shortPatience} waits for the next byte. */
  static final int PATIENCE_SECONDS = 1;

  private static final List<String> MODULES =
      List.of(
          "mpm_event",
          "authz_core",
          "alias",
          "filter",
          "reqtimeout",
          "setenvif",
          "socache_shmcb",
          "proxy",
          "proxy_http",
          "ssl",
          "http2",
          "headers",
          "deflate");

  /** What a machine must have for it. */
  final String need;

  ProxySample(String need) {
    this.need = need;
  }

  /** The program, if it is installed. */
  abstract Optional<String> executable() throws InterruptedException;

  /** What to substitute in the sample so that silence is cut soon. */
  abstract Map<String, String> shortPatience();

  abstract String sample(Map<String, String> values) throws IOException;

  abstract Map<String, String> ports(int plain, int tls);

  /** What a distribution's own configuration has around a sample. */
  abstract String around(Path folder, Path sample, int plain, int tls);

  abstract List<String> command(String executable, Path folder, Path configuration);

  /**
   * Writes the configuration, with the sample in it.
   *
   * @param values what else to substitute
   * @return the file that the program is started with
   */
  Path write(
      Path folder,
      LoopbackKeys keys,
      int plain,
      int tls,
      int serverPort,
      Map<String, String> values)
      throws IOException {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(ports(plain, tls));
    all.put("127.0.0.1:8080", "127.0.0.1:" + serverPort);
    all.put("/etc/ssl/certs/runnel.example.pem", keys.certificate().toString());
    all.put("/etc/ssl/private/runnel.example.key", keys.key().toString());
    Path sample = folder.resolve("runnel.conf");
    Files.writeString(sample, sample(all));
    Path configuration = folder.resolve("proxy.conf");
    Files.writeString(configuration, around(folder, sample, plain, tls));
    return configuration;
  }

  private static boolean isRoot() {
    // A worker of another user could not reach the folder.
    return "root".equals(System.getProperty("user.name"));
  }
}
