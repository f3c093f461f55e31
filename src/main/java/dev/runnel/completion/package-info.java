/**
 * The life of one completion: a model is asked, what it says is projected into a log, clients come
 * and go, it ends once. Shared classes are safe for use by many threads.
 */
@NullMarked
package dev.runnel.completion;

import org.jspecify.annotations.NullMarked;
