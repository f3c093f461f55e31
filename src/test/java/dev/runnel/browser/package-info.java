/**
 * A real browser in front of the pages: Debian's Chromium, driven by Playwright. All of it belongs
 * to the thread that runs the tests.
 *
 * @see <a href="https://playwright.dev/java/">Playwright for Java</a>
 */
@NullMarked
package dev.runnel.browser;

import org.jspecify.annotations.NullMarked;
