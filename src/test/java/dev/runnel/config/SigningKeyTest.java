package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runnel.standin.OAuthApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {

  private static final OAuthApp APP = OAuthApp.create();
  private static final SigningKey KEY = SigningKey.parse(APP.pem());

  @Test
  void readsPemHoweverItsLineEndsAreWritten() {
    assertThat(KEY.reveal().getEncoded()).isNotEmpty();
    assertThat(KEY.reveal().getFormat()).isEqualTo("PKCS#8");
    for (String lineEnd : new String[] {"\r\n", "\\n", "\\r\\n", " ", ""}) {
      assertThat(SigningKey.parse(APP.pem().replace("\n", lineEnd))).isEqualTo(KEY);
    }
    // As env files quote, and as tools write attributes in front.
    assertThat(SigningKey.parse("\"" + APP.pem() + "\"")).isEqualTo(KEY);
    assertThat(SigningKey.parse("Bag Attributes\n    friendlyName: coze\n" + APP.pem()))
        .isEqualTo(KEY);
  }

  @Test
  void showsNothingOfItself() {
    assertThat(KEY).hasToString("***");
    assertThat(new CozeAuth.JwtOAuth("app", "kid", KEY).toString())
        .isEqualTo("JwtOAuth[clientId=app, publicKeyId=kid, privateKey=***]");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA PRIVATE KEY, it is PKCS#1",
    "ENCRYPTED PRIVATE KEY, it is encrypted",
    "PUBLIC KEY, it is PEM of something else",
    "CERTIFICATE, it is PEM of something else",
  })
  void saysWhatAnotherPemIs(String label, String message) {
    refuses(APP.pem().replace("PRIVATE KEY", label), message);
  }

  @Test
  void saysWhatIsWrongWithPemThatHoldsNoKey() {
    String pem = APP.pem();
    refuses("", "it is not PEM");
    refuses("/run/secrets/private_key.pem", "it is not PEM");
    refuses(pem.replaceAll("-----.*-----", ""), "it is not PEM");
    refuses(pem.substring(0, 1_000), "it is not PEM");
    refuses(pem.replaceFirst("END PRIVATE", "END PUBLIC"), "it is not PEM");
    refuses(pem.replaceFirst("(?s)MII.{60}", "*"), "its base64 is broken or cut");
    refuses(pem.replaceFirst("MII", ""), "its base64 is broken or cut");
    refuses(
        OAuthApp.pem("PRIVATE KEY", new byte[] {48, 3, 2, 1, 0}),
        "it is no RSA key, or its bytes are broken");
    refuses(
        OAuthApp.pem("PRIVATE KEY", OAuthApp.keys("EC", 256).getPrivate().getEncoded()),
        "it is no RSA key, or its bytes are broken");
  }

  @Test
  void takesNoKeyThatIsTooShortForRs256() {
    refuses(
        OAuthApp.pem("PRIVATE KEY", OAuthApp.keys("RSA", 1_024).getPrivate().getEncoded()),
        "it has 1024 bits");
  }

  private static void refuses(String pem, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.parse(pem))
        .withMessageStartingWith(message)
        .withNoCause();
  }
}
