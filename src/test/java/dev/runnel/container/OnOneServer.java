package dev.runnel.container;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * What a test shows is the browser's doing and does not depend on the server: a build runs it on
 * WildFly alone. pom.xml knows it by the tag.
 */
@Tag("on-one-server")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface OnOneServer {}
