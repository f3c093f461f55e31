package dev.runnel.browser;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/**
 * How somebody looks at a page.
 *
 * @param locale the first language of the browser, a BCP 47 tag
 * @param scheme light or dark
 * @param widthPixels of the window, in CSS pixels
 */
public record View(String locale, ColorScheme scheme, int widthPixels) {

  /** The languages that the pages have; the pages' own tag in {@code lang} is the same. */
  public static final List<String> LOCALES = List.of("zh-CN", "en");

  /** The schemes that the pages have. */
  public static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

  /** What WCAG 1.4.10 asks of a page, and a window on a desk. */
  public static final List<Integer> WIDTHS_PIXELS = List.of(320, 1280);

  /** Chinese, light, on a desk. */
  public static final View USUAL = new View("zh-CN", ColorScheme.LIGHT, 1280);

  /** English, dark, in the narrowest window. */
  public static final View UNUSUAL = new View("en", ColorScheme.DARK, 320);

  /** All that can be combined with a language, the narrowest first. */
  public static List<View> allIn(String locale) {
    List<View> all = new ArrayList<>();
    for (int width : WIDTHS_PIXELS) {
      for (ColorScheme scheme : SCHEMES) {
        all.add(new View(locale, scheme, width));
      }
    }
    return all;
  }

  /** The same in another scheme. */
  public View in(ColorScheme other) {
    return new View(locale, other, widthPixels);
  }

  @Override
  public String toString() {
    return "%s %s %d".formatted(locale, scheme, widthPixels);
  }
}
