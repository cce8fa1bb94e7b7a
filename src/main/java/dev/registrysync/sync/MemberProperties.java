package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.MemberRule;
import dev.registrysync.reconcile.MemberRules;
import dev.registrysync.reconcile.Owner;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Who owns single members, and who wins conflicts about them.
 *
 * @param agents for agents
 * @param tools for tools
 */
@ConfigurationProperties(prefix = "registry-sync.members", ignoreUnknownFields = false)
record MemberProperties(@DefaultValue List<Member> agents, @DefaultValue List<Member> tools) {

	/**
	 * The rules.
	 * @param conflicts who wins about all other members
	 * @throws InvalidConfigurationPropertyValueException naming the property that is
	 * wrong
	 */
	Map<Kind, MemberRules> rules(ConflictProperties conflicts) {
		return Map.of(Kind.AGENTS, rules(Kind.AGENTS, this.agents, conflicts.agents()), Kind.TOOLS,
				rules(Kind.TOOLS, this.tools, conflicts.tools()));
	}

	private static MemberRules rules(Kind kind, List<Member> members, ConflictPolicy conflicts) {
		MemberRules rules = new MemberRules(conflicts, Map.of());
		for (int i = 0; i < members.size(); i++) {
			try {
				rules = members.get(i).addTo(rules);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException("registry-sync.members.%s[%d]".formatted(kind, i),
						members.get(i), ex.getMessage());
			}
		}
		return rules;
	}

	/**
	 * One member.
	 *
	 * @param pointer which one, as a JSON pointer
	 * @param owner whose word counts; as it is if left out
	 * @param conflicts who wins a conflict; as for the kind if left out
	 */
	record Member(@Nullable String pointer, @Nullable Owner owner, @Nullable ConflictPolicy conflicts) {

		private MemberRules addTo(MemberRules rules) {
			return rules.with(JsonPointer.parse(Objects.requireNonNullElse(this.pointer, "")),
					new MemberRule(Optional.ofNullable(this.owner), Optional.ofNullable(this.conflicts)));
		}

	}

}
