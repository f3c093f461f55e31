package dev.runnel.config;

/** How Coze is shown who calls. */
public sealed interface CozeAuth {

  /**
   * By a token that somebody made.
   *
   * @param token the bearer token
   */
  record Token(Secret token) implements CozeAuth {}

  /**
   * By tokens that Coze gives for JWTs signed by an OAuth app.
   *
   * @param clientId the id of the app
   * @param publicKeyId the fingerprint of the public key, as Coze shows it
   * @param privateKey signs the JWTs
   */
  record JwtOAuth(String clientId, String publicKeyId, SigningKey privateKey) implements CozeAuth {}
}
