package dev.runnel.patch;

import java.math.BigInteger;

/**
 * A number in the one form that all ways to write it share: {@code 1}, {@code 1.0} and {@code
 * 10e-1} are all 0.1 times ten to the first. Costs no more than the number's text, whatever its
 * exponent.
 *
 * @param negative whether it is below zero
 * @param digits behind the decimal point, from the first to the last that is not zero; none of zero
 * @param exponent the power of ten that 0.digits is multiplied by
 */
record Decimal(boolean negative, String digits, BigInteger exponent) {

  private static final Decimal ZERO = new Decimal(false, "", BigInteger.ZERO);

  /** Reads a number of JSON. */
  static Decimal of(String text) {
    boolean negative = text.charAt(0) == '-';
    int end = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = text.substring(negative ? 1 : 0, end < 0 ? text.length() : end);
    int point = mantissa.indexOf('.');
    String digits =
        point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    if (first == digits.length()) {
      return ZERO;
    }
    int last = digits.length();
    while (digits.charAt(last - 1) == '0') {
      last--;
    }
    BigInteger written = end < 0 ? BigInteger.ZERO : new BigInteger(text.substring(end + 1));
    int beforePoint = (point < 0 ? digits.length() : point) - first;
    return new Decimal(
        negative, digits.substring(first, last), written.add(BigInteger.valueOf(beforePoint)));
  }
}
