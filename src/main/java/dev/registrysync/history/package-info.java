/**
 * What was committed: the registry's id, its revisions, the content that was last
 * attested for each entry, the base of each source, and of which revision each registry
 * file was written.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "problem", "volume", "database" })
package dev.registrysync.history;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
