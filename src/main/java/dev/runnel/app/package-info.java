/** What is mounted where: the only package that knows every dialect. */
@NullMarked
package dev.runnel.app;

import org.jspecify.annotations.NullMarked;
