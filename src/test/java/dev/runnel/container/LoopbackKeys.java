package dev.runnel.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys for the loopback name, which nobody else trusts, as a proxy wants them.
 *
 * @param store the keys
 * @param key the file of the private key
 * @param certificate the file of the certificate
 */
record LoopbackKeys(KeyStore store, Path key, Path certificate) {

  private static final String PASSWORD = "loopback";

  /** Makes new ones in a folder. */
  static LoopbackKeys in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore store = generated(folder);
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    Files.writeString(
        key, pem("PRIVATE KEY", store.getKey(PASSWORD, PASSWORD.toCharArray()).getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", store.getCertificate(PASSWORD).getEncoded()));
    return new LoopbackKeys(store, key, certificate);
  }

  private static KeyStore generated(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            PASSWORD,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError(
          "keytool failed: " + Files.readString(folder.resolve("keytool.txt")));
    }
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines);
  }

  /** What trusts these keys, and no others. */
  SSLContext trusting() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
