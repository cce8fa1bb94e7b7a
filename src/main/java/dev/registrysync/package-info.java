/**
 * The application itself: each package below it is one feature, and its arrows are
 * verified by the build.
 */
@NullMarked
package dev.registrysync;

import org.jspecify.annotations.NullMarked;
