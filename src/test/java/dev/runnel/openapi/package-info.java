/** The OpenAPI document, held against the code and against what servers really answer. */
@NullMarked
package dev.runnel.openapi;

import org.jspecify.annotations.NullMarked;
