package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.Map;

import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who wins when both sides moved a member to different values.
 *
 * @param agents for agents
 * @param tools for tools
 * @param sources what is different for single sources, by name
 */
@ConfigurationProperties(prefix = "registry-sync.conflicts", ignoreUnknownFields = false)
record ConflictProperties(@DefaultValue("runtime") ConflictPolicy agents, @DefaultValue("runtime") ConflictPolicy tools,
		@DefaultValue Map<String, SourceConflicts> sources) {

	/**
	 * Who wins over the answers of one source.
	 *
	 * @param agents as for all sources if left out
	 * @param tools as for all sources if left out
	 */
	record SourceConflicts(@Nullable ConflictPolicy agents, @Nullable ConflictPolicy tools) {

		Map<Kind, ConflictPolicy> byKind() {
			Map<Kind, ConflictPolicy> winners = new EnumMap<>(Kind.class);
			if (this.agents != null) {
				winners.put(Kind.AGENTS, this.agents);
			}
			if (this.tools != null) {
				winners.put(Kind.TOOLS, this.tools);
			}
			return winners;
		}

	}

}
