package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.standin.Gate;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS, with a certificate made for the run. */
class TlsTest {

  private static final char[] PASSWORD = "loopback".toCharArray();

  private static SSLContext tls;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("loopback.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "loopback",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).as("keytool").isZero();

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @Test
  void streamsAnAnswerPieceByPiece() throws IOException {
    Gate next = new Gate();
    try (HttpFixture fixture =
        fixture(
            HttpClient.newBuilder().sslContext(tls),
            Script.eventStream()
                .send("data: 潮\n\n")
                .await(next)
                .dribble("data: 🌊\n\nevent: done\ndata\n\n", 1))) {
      fixture.exchange(uri(fixture));
      fixture.awaitText("潮");
      next.open();
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.text()).isEqualTo("潮🌊");
    }
  }

  @Test
  void closesTheConnectionWhenCancelled() throws IOException {
    try (HttpFixture fixture =
        fixture(
            HttpClient.newBuilder().sslContext(tls),
            Script.eventStream().send("data: 潮\n\n").stall())) {
      ModelCall call = fixture.exchange(uri(fixture));
      fixture.awaitText("潮");
      call.cancel();

      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws IOException {
    try (HttpFixture fixture = fixture(HttpClient.newBuilder(), Script.never())) {
      fixture.exchange(uri(fixture));
      for (Duration delay : List.of(Duration.ofMillis(500), Duration.ofSeconds(1))) {
        fixture.awaitAlarm(delay);
        fixture.time.advance(delay);
      }

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
      assertThat(fixture.standIn.requests()).isEmpty();
    }
  }

  private static HttpFixture fixture(HttpClient.Builder client, Script script) throws IOException {
    ServerSocket socket =
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    return new HttpFixture(
        client, HttpFixture.TIMEOUTS, ProviderStandIn.start(socket, request -> script));
  }

  private static URI uri(HttpFixture fixture) {
    return URI.create("https://127.0.0.1:" + fixture.standIn.port() + "/answers");
  }
}
