/**
 * How long to wait before something that failed is tried again.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.registrysync.retry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
