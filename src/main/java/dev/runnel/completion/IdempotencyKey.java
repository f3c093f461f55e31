package dev.runnel.completion;

/**
 * What a caller names a request by, so that sending it again joins the answer it already has.
 *
 * @param requester who sends it: another's same name is another key
 * @param path where it is sent
 * @param name the caller's word
 * @param fingerprint a digest of the request's body
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key HTTP Header Field</a>
 */
public record IdempotencyKey(Requester requester, String path, String name, String fingerprint) {

  /** What the same key has in common, whatever the body. */
  IdempotencyKey withoutFingerprint() {
    return new IdempotencyKey(requester, path, name, "");
  }
}
