package dev.runnel.patch;

/**
 * How much a patch may ask for. What is over a limit is refused with a {@link PatchException}.
 *
 * @param maxOperations operations of one patch
 * @param maxPointerChars characters of one pointer, escapes as written
 * @param maxDepth containers around and in a value that an operation puts somewhere
 * @param maxCopiedValues values that all copy operations of one patch double: each container,
 *     member and item counts, so that a short patch cannot make a document that no memory holds
 */
public record PatchLimits(
    int maxOperations, int maxPointerChars, int maxDepth, int maxCopiedValues) {

  /** 1,000 operations, pointers of 8 Ki, 512 levels, 100,000 copied values. */
  public static final PatchLimits DEFAULT = new PatchLimits(1_000, 8 << 10, 512, 100_000);

  public PatchLimits {
    requirePositive("maxOperations", maxOperations);
    requirePositive("maxPointerChars", maxPointerChars);
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxCopiedValues", maxCopiedValues);
  }

  private static void requirePositive(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(name + " is " + limit + ", allowed are 1 and more");
    }
  }
}
