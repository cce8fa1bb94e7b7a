/**
 * What was committed: the registry's id, its revisions, the content that was last
 * attested for each entry, and the base of each source.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "problem", "volume", "database" })
package dev.registrysync.history;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

