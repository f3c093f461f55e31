/** {@code /api/metrics}: the meters, for a scraper. */
@NullMarked
package dev.runnel.web.metrics;

import org.jspecify.annotations.NullMarked;
