package dev.registrysync.sync;

import dev.registrysync.reconcile.ConflictPolicy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who wins when both sides moved a member to different values.
 *
 * @param agents for agents
 * @param tools for tools
 */
@ConfigurationProperties(prefix = "registry-sync.conflicts", ignoreUnknownFields = false)
record ConflictProperties(@DefaultValue("runtime") ConflictPolicy agents,
		@DefaultValue("runtime") ConflictPolicy tools) {
}
