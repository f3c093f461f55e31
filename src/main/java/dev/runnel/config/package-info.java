/**
 * The settings of the product, read once from MicroProfile Config and checked, and the executors it
 * runs on. Records are immutable; a wrong value stops deployment.
 */
@NullMarked
package dev.runnel.config;

import org.jspecify.annotations.NullMarked;
