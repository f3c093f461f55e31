/** The container image and the samples that start it. */
@NullMarked
package dev.runnel.image;

import org.jspecify.annotations.NullMarked;
