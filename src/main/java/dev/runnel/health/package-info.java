/** Whether the server is up, for people, load balancers and the platform. */
@NullMarked
package dev.runnel.health;

import org.jspecify.annotations.NullMarked;
