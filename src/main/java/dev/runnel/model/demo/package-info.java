/**
 * The built-in model: no key, no network, plainly labelled. It paces prepared answers like a model,
 * so that everything behind it can be seen at work.
 */
@NullMarked
package dev.runnel.model.demo;

import org.jspecify.annotations.NullMarked;
