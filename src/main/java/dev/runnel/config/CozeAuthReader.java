package dev.runnel.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads how a Coze bot is called: by a token, or by JWT OAuth. */
final class CozeAuthReader {

  /** More than any PEM of an RSA key has, in bytes. */
  static final int MAX_KEY_FILE_BYTES = 64 * 1024;

  /** A longer "path", in characters, may be a key in the wrong place: it is not repeated. */
  static final int MAX_SHOWN_PATH = 255;

  private static final String ALLOWED =
      "allowed is an RSA key of "
          + SigningKey.MIN_BITS
          + " to "
          + SigningKey.MAX_BITS
          + " bits as PKCS#8 in PEM, which begins with -----BEGIN PRIVATE KEY-----";

  private final SettingSource source;
  private final String token;
  private final String clientId;
  private final String publicKeyId;
  private final String privateKey;
  private final String privateKeyFile;

  /**
   * A reader.
   *
   * @param token the property of the token
   * @param jwt what the properties of JWT OAuth begin with
   */
  CozeAuthReader(SettingSource source, String token, String jwt) {
    this.source = source;
    this.token = token;
    this.clientId = jwt + "client-id";
    this.publicKeyId = jwt + "public-key-id";
    this.privateKey = jwt + "private-key";
    this.privateKeyFile = jwt + "private-key-file-path";
  }

  /**
   * What is set, or nothing.
   *
   * @throws InvalidSettingException when both are set, or JWT OAuth in part
   */
  Optional<CozeAuth> read() {
    // Each is read, so that all are in the report of the settings.
    Optional<Secret> given = source.secret(token);
    Optional<String> client = source.text(clientId);
    Optional<String> publicKey = source.text(publicKeyId);
    Optional<Secret> pem = source.secretText(privateKey);
    Optional<String> file = source.text(privateKeyFile);
    Optional<String> first =
        List.of(clientId, publicKeyId, privateKey, privateKeyFile).stream()
            .filter(source::isSet)
            .findFirst();
    if (first.isEmpty()) {
      return given.map(CozeAuth.Token::new);
    }
    if (given.isPresent()) {
      throw both(token, first.get(), "a token, or JWT OAuth");
    }
    String needed = SettingSource.env(first.get()) + " is set and needs it";
    return Optional.of(
        new CozeAuth.JwtOAuth(
            client.orElseThrow(() -> SettingSource.missing(clientId, needed)),
            publicKey.orElseThrow(() -> SettingSource.missing(publicKeyId, needed)),
            key(pem, file, needed)));
  }

  private SigningKey key(Optional<Secret> pem, Optional<String> file, String needed) {
    if (pem.isPresent() && file.isPresent()) {
      throw both(privateKey, privateKeyFile, "the key, or the path of its file");
    }
    if (pem.isPresent()) {
      return parse(privateKey, pem.get().reveal());
    }
    return parse(
        privateKeyFile,
        readFile(
            file.orElseThrow(
                () ->
                    SettingSource.missing(
                        privateKey, needed + ", or " + SettingSource.env(privateKeyFile)))));
  }

  private static SigningKey parse(String property, String pem) {
    try {
      return SigningKey.parse(pem);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidSettingException(
          SettingSource.env(property)
              + " holds a key that cannot be used: "
              + wrong.getMessage()
              + "; "
              + ALLOWED
              + ".");
    }
  }

  private String readFile(String written) {
    try {
      Path path = Path.of(written);
      // Nothing that could go on for ever, or wait for somebody to write.
      if (Files.isRegularFile(path)) {
        try (InputStream in = Files.newInputStream(path)) {
          byte[] bytes = in.readNBytes(MAX_KEY_FILE_BYTES + 1);
          if (bytes.length > MAX_KEY_FILE_BYTES) {
            throw unreadable(written, "it is longer than " + MAX_KEY_FILE_BYTES + " bytes");
          }
          return new String(bytes, StandardCharsets.ISO_8859_1);
        }
      }
      throw unreadable(written, "the server sees no file there");
    } catch (InvalidPathException noPath) {
      throw unreadable(written, "it is no path");
    } catch (IOException | SecurityException closed) {
      throw unreadable(written, "the server may not read it, or reading it failed");
    }
  }

  private InvalidSettingException unreadable(String written, String why) {
    boolean path = written.length() <= MAX_SHOWN_PATH && !written.contains("-----");
    return new InvalidSettingException(
        SettingSource.env(privateKeyFile)
            + (path ? " is '" + written + "': " + why : " holds no path")
            + "; allowed is the path of a file that the server can read.");
  }

  private static InvalidSettingException both(String one, String other, String allowed) {
    return new InvalidSettingException(
        SettingSource.env(one)
            + " and "
            + SettingSource.env(other)
            + " are both set: allowed is "
            + allowed
            + ", not both.");
  }
}
