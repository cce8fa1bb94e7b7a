package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on one entry, with the reason and the way out.
 *
 * @param kind the registry that lists the entry
 * @param id its name there, which need not be a valid id
 * @param address the address that it claims, if it claims one
 * @param verdict the verdict
 * @param reason one sentence; empty if the entry is valid
 * @param remedy what to do, in one sentence; empty if the entry is valid
 */
public record EntryVerdict(Kind kind, String id, @Nullable Address address, Verdict verdict, String reason,
		String remedy) {

	public EntryVerdict {
		boolean valid = verdict == Verdict.VALID;
		if (reason.isEmpty() != valid || remedy.isEmpty() != valid) {
			throw new IllegalArgumentException("a verdict has a reason and a remedy unless it is VALID");
		}
	}

	/**
	 * The verdict on something in a registry that cannot be read as an entry at all.
	 * @param id its name there, valid or not
	 * @param reason why it is no entry
	 */
	public static EntryVerdict notAnEntry(Kind kind, String id, String reason) {
		return new EntryVerdict(kind, id, null, Verdict.MALFORMED, Finding.sentence(reason),
				"Mend the entry in the registry file; until then it is kept as it is.");
	}

	/**
	 * Returns this verdict, or {@code MALFORMED} if it is {@code VALID}: somebody else
	 * changed a member that this program owns and that no signature covers.
	 * @param member that member
	 */
	public EntryVerdict withForeignValue(JsonPointer member) {
		return isValid() ? Finding.notWrittenHere(member.toString()).on(this.kind, this.id, findAddress()) : this;
	}

	public boolean isValid() {
		return this.verdict == Verdict.VALID;
	}

	public Optional<Address> findAddress() {
		return Optional.ofNullable(this.address);
	}

}
