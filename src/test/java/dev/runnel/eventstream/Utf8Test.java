package dev.runnel.eventstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  /**
   * Bytes at which the standard's decoder changes its mind, so that random ones meet them often.
   */
  private static final int[] BORDERS = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void decodesRandomBytesAsTheStandardsDecoderDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 200_000; run++) {
      byte[] bytes = new byte[random.nextInt(8)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) BORDERS[random.nextInt(BORDERS.length)];
      }
      int start = bytes.length == 0 ? 0 : random.nextInt(2);
      assertThat(Utf8.decode(bytes, start, bytes.length))
          .as("seed %d, run %d", seed, run)
          .isEqualTo(byTheBook(bytes, start));
    }
  }

  /** The steps of the standard's UTF-8 decoder, one after the other. */
  private static String byTheBook(byte[] bytes, int start) {
    StringBuilder out = new StringBuilder();
    int codePoint = 0;
    int needed = 0;
    int seen = 0;
    int lower = 0x80;
    int upper = 0xBF;
    int i = start;
    while (i < bytes.length) {
      int b = bytes[i] & 0xFF;
      if (needed == 0) {
        i++;
        if (b <= 0x7F) {
          out.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
          needed = 1;
          codePoint = b & 0x1F;
        } else if (b >= 0xE0 && b <= 0xEF) {
          lower = b == 0xE0 ? 0xA0 : 0x80;
          upper = b == 0xED ? 0x9F : 0xBF;
          needed = 2;
          codePoint = b & 0xF;
        } else if (b >= 0xF0 && b <= 0xF4) {
          lower = b == 0xF0 ? 0x90 : 0x80;
          upper = b == 0xF4 ? 0x8F : 0xBF;
          needed = 3;
          codePoint = b & 0x7;
        } else {
          out.append('\uFFFD');
        }
      } else if (b < lower || b > upper) {
        codePoint = needed = seen = 0;
        lower = 0x80;
        upper = 0xBF;
        out.append('\uFFFD');
      } else {
        i++;
        lower = 0x80;
        upper = 0xBF;
        codePoint = (codePoint << 6) | (b & 0x3F);
        if (++seen == needed) {
          out.appendCodePoint(codePoint);
          codePoint = needed = seen = 0;
        }
      }
    }
    if (needed > 0) {
      out.append('\uFFFD');
    }
    return out.toString();
  }
}
