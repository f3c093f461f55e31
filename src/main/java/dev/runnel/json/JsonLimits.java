package dev.runnel.json;

/**
 * How much a parser takes in. What is over a limit is refused where the limit is passed.
 *
 * @param maxDepth open containers, the root's included
 * @param maxStringChars characters of one string value, its escapes resolved
 * @param maxNumberChars characters of one number, as written
 * @param maxExponent the exponent of a number, as written and without its sign; {@link
 *     Integer#MAX_VALUE} is no limit, which is enough where numbers stay text
 * @param maxMembers members and array items of the whole document, at any depth
 * @param maxPointerChars characters of the JSON Pointer of a member or a container, hence also of a
 *     member name: what bounds the state that open containers cost
 * @param maxTotalChars characters of the whole text, white space included
 */
public record JsonLimits(
    int maxDepth,
    int maxStringChars,
    int maxNumberChars,
    int maxExponent,
    int maxMembers,
    int maxPointerChars,
    int maxTotalChars) {

  /**
   * 512 levels, strings of 1 Mi, numbers of 1,000 with any exponent, pointers of 8 Ki, 4 Mi
   * characters in all.
   */
  public static final JsonLimits DEFAULT =
      new JsonLimits(512, 1 << 20, 1_000, Integer.MAX_VALUE, 100_000, 8 << 10, 4 << 20);

  public JsonLimits {
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxStringChars", maxStringChars);
    requirePositive("maxNumberChars", maxNumberChars);
    requirePositive("maxExponent", maxExponent);
    requirePositive("maxMembers", maxMembers);
    requirePositive("maxPointerChars", maxPointerChars);
    requirePositive("maxTotalChars", maxTotalChars);
  }

  /** These limits with another {@code maxDepth}. */
  public JsonLimits withMaxDepth(int maxDepth) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxStringChars}. */
  public JsonLimits withMaxStringChars(int maxStringChars) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxNumberChars}. */
  public JsonLimits withMaxNumberChars(int maxNumberChars) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxExponent}. */
  public JsonLimits withMaxExponent(int maxExponent) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxMembers}. */
  public JsonLimits withMaxMembers(int maxMembers) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxPointerChars}. */
  public JsonLimits withMaxPointerChars(int maxPointerChars) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  /** These limits with another {@code maxTotalChars}. */
  public JsonLimits withMaxTotalChars(int maxTotalChars) {
    return new JsonLimits(
        maxDepth,
        maxStringChars,
        maxNumberChars,
        maxExponent,
        maxMembers,
        maxPointerChars,
        maxTotalChars);
  }

  private static void requirePositive(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(name + " is " + limit + ", allowed are 1 and more");
    }
  }
}
